/*
 * Draws charts from the tables that stand beside them, so that the numbers are on the page once and
 * are there without script. Loaded only by pages that have a chart.
 *
 *   <figure class="chart" data-chart="bar" data-stack><figcaption>…</figcaption><table>…</table></figure>
 *
 * data-chart is bar (lying), column, line or pie. The table is the one inside the figure (it may be
 * folded away in details) or the one whose id is data-table: its header row names the series, its
 * first column the groups, its cells hold the numbers. data-stack piles the series up. A row or
 * column whose head has data-chart-skip (a total) is left out.
 */
import { BarChart, LineChart, PieChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { LabelLayout } from "echarts/features";
import { CanvasRenderer } from "echarts/renderers";

use([
	AriaComponent,
	BarChart,
	CanvasRenderer,
	GridComponent,
	LabelLayout,
	LegendComponent,
	LineChart,
	PieChart,
	TooltipComponent,
]);

const say = (zh, en) => (document.documentElement.lang.startsWith("en") ? en : zh);
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const reversed = (list) => list.slice().reverse();
const shown = (value) => (value == null ? "" : value.toLocaleString("en-US"));

/* Blank and "—" are no number and leave a gap; they are not zero. */
function numberOf(cell) {
	const text = cell ? cell.textContent.replace(/[,，\s%]/g, "") : "";

	return text !== "" && Number.isFinite(Number(text)) ? Number(text) : null;
}

function readTable(table) {
	const wanted = (cell) => !cell.hasAttribute("data-chart-skip");
	const head = Array.from(table.tHead.rows[0].cells);
	const rows = Array.from(table.tBodies[0].rows).filter(wanted);

	return {
		groups: rows.map((row) => row.cells[0].textContent.trim()),
		series: head
			.map((cell, column) => ({ cell, column }))
			.slice(1)
			.filter(({ cell }) => wanted(cell))
			.map(({ cell, column }) => ({
				name: cell.textContent.trim(),
				data: rows.map((row) => numberOf(row.cells[column])),
			})),
	};
}

/* One main colour, one warm one and greys: neighbours differ in lightness, not only in hue. */
function palette() {
	return [colour("--main"), "#d08a1d", "#7fa6c6", colour("--ok"), "#9a6a8f", "#8494a3", "#c9b27c"];
}

function pieOption(table) {
	const data = table.groups
		.map((name, i) => ({ name, value: table.series[0].data[i] }))
		.filter((part) => part.value);

	return {
		tooltip: { trigger: "item", renderMode: "richText" },
		series: [
			{
				type: "pie",
				radius: ["42%", "70%"],
				data,
				label: { formatter: (part) => `${part.name} ${shown(part.value)}（${part.percent}%）` },
			},
		],
	};
}

function axesOption(table, kind, isStacked) {
	const isLying = kind === "bar";
	const names = {
		type: "category",
		data: isLying ? reversed(table.groups) : table.groups,
		axisTick: { show: false },
		axisLabel: { width: isLying ? 130 : undefined, overflow: isLying ? "break" : undefined },
	};
	const values = { type: "value", minInterval: 1, splitLine: { lineStyle: { color: colour("--line") } } };

	return {
		grid: { left: 8, right: 48, top: table.series.length > 1 ? 40 : 12, bottom: 8, containLabel: true },
		legend: table.series.length > 1 ? { top: 0, itemHeight: 10 } : undefined,
		tooltip: {
			trigger: "axis",
			renderMode: "richText",
			axisPointer: { type: kind === "line" ? "line" : "shadow" },
			valueFormatter: shown,
		},
		xAxis: isLying ? values : names,
		yAxis: isLying ? names : values,
		series: table.series.map((one) => ({
			type: kind === "line" ? "line" : "bar",
			name: one.name,
			data: isLying ? reversed(one.data) : one.data,
			stack: isStacked ? "all" : undefined,
			barMaxWidth: 26,
			symbolSize: 8,
			label: {
				show: !isStacked || table.series.length === 1,
				position: isLying ? "right" : "top",
				formatter: (point) => shown(point.value),
			},
			labelLayout: { hideOverlap: true },
		})),
	};
}

function optionOf(figure, table) {
	const kind = figure.dataset.chart;
	const option =
		kind === "pie" ? pieOption(table) : axesOption(table, kind, "stack" in figure.dataset);

	return {
		...option,
		color: palette(),
		textStyle: { fontFamily: colour("--sans"), fontSize: 13, color: colour("--ink") },
		animation: false,
		aria: { enabled: true, decal: { show: table.series.length > 2 } },
	};
}

function downloadButton(chart, title) {
	const button = document.createElement("button");

	button.type = "button";
	button.className = "plain";
	button.textContent = say("下载图片", "Download picture");
	button.addEventListener("click", () => {
		const link = document.createElement("a");

		link.href = chart.getDataURL({ pixelRatio: 2, backgroundColor: "#fff" });
		link.download = `${title}.png`;
		link.click();
	});
	return button;
}

function draw(figure) {
	const source = figure.dataset.table
		? document.getElementById(figure.dataset.table)
		: figure.querySelector("table");
	const table = source && source.tHead && source.tBodies.length ? readTable(source) : null;
	const caption = figure.querySelector("figcaption");
	const title = caption?.textContent.trim() || document.title;
	const frame = document.createElement("div");
	const tools = document.createElement("div");

	if (!table || !table.groups.length || !table.series.length) return;
	frame.className = "chart-frame";
	frame.setAttribute("role", "img");
	tools.className = "chart-tools";
	if (figure.dataset.chart === "bar")
		frame.style.height = `${Math.max(9, table.groups.length * 2.4 + 4)}rem`;
	if (caption) caption.after(frame, tools);
	else figure.prepend(frame, tools);
	/* On paper a rem is smaller, but the drawing is not made anew. */
	frame.style.height = `${frame.offsetHeight}px`;
	const chart = init(frame);
	chart.setOption(optionOf(figure, table));
	frame.setAttribute("aria-label", say(`${title}，数据见表`, `${title}; the numbers are in the table`));
	tools.append(downloadButton(chart, title));
	/* The drawing answers the question; the table stays one click away. */
	figure.querySelector("details")?.removeAttribute("open");
	new ResizeObserver(() => chart.resize()).observe(frame);
}

document.querySelectorAll("figure[data-chart]").forEach(draw);
