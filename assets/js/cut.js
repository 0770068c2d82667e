/*
 * Rectangles drawn on the pages of redaction: with the mouse, or a button for each page and then the
 * arrow keys. The table of rectangles is the truth: each drawn one fills a row, and what is typed in
 * a row moves its rectangle. Without this file people type in the table.
 */

const say = (zh, en) => (document.documentElement.lang.startsWith("en") ? en : zh);

/* In per cent of the page. */
const SMALLEST = 0.5;
const STEP = 1;
const FINE = 0.1;
const FIRST = { left: 30, top: 45, width: 40, height: 4 };
const PARTS = ["left", "top", "width", "height"];

const round = (number) => Math.round(number * 100) / 100;
const between = (number, least, most) => Math.min(Math.max(number, least), most);

/* Wholly on the page, and not too small to be taken hold of. */
function fit(area) {
	const width = between(area.width, SMALLEST, 100);
	const height = between(area.height, SMALLEST, 100);

	return {
		left: round(between(area.left, 0, 100 - width)),
		top: round(between(area.top, 0, 100 - height)),
		width: round(width),
		height: round(height),
	};
}

/* --- the table --- */

function rowsOf(table) {
	const body = table.tBodies[0];
	const field = (row, part) => row.querySelector(`[name=box_${part}]`);
	const read = (row) => Object.fromEntries(PARTS.map((part) => [part, Number.parseFloat(field(row, part).value)]));
	const isBlank = (row) => PARTS.every((part) => !field(row, part).value.trim());
	const number = () =>
		[...body.rows].forEach((row, i) =>
			row.querySelectorAll("input").forEach((input) => {
				input.setAttribute("aria-label", input.getAttribute("aria-label").replace(/\d+/, i + 1));
			}),
		);

	return {
		all: () => [...body.rows],
		page: (row) => Number.parseInt(field(row, "page").value, 10),
		read,
		isWhole: (row) => Object.values(read(row)).every((value) => value >= 0) && read(row).width > 0 && read(row).height > 0,
		write(row, page, area) {
			field(row, "page").value = page;
			for (const part of PARTS) field(row, part).value = area[part];
		},
		clear(row) {
			for (const part of ["page", ...PARTS]) field(row, part).value = "";
		},
		take() {
			const free = [...body.rows].find(isBlank);
			if (free) return free;
			const row = body.rows[0].cloneNode(true);

			row.querySelectorAll("input").forEach((input) => (input.value = ""));
			body.append(row);
			number();
			return row;
		},
		onInput: (work) => body.addEventListener("input", (event) => work(event.target.closest("tr"))),
	};
}

/* --- rectangles on their pages --- */

function drawCuts(frame) {
	const form = frame.closest("form");
	const rows = rowsOf(form.querySelector("[data-cut-rows]"));
	const sheets = new Map([...frame.querySelectorAll("[data-cut-page]")].map((sheet) => [Number(sheet.dataset.cutPage), sheet]));
	const boxes = new Map(); /* by row */

	const place = (row, area) => {
		const { box, page } = boxes.get(row);
		const fitted = fit(area);

		for (const part of PARTS) box.style[part] = `${fitted[part]}%`;
		box.setAttribute(
			"aria-label",
			say(
				`第 ${page} 页的区域：左 ${fitted.left}%，上 ${fitted.top}%，宽 ${fitted.width}%，高 ${fitted.height}%。方向键移动，Shift 加方向键改变大小，Ctrl 加方向键微调，Delete 删除。`,
				`Rectangle on page ${page}: left ${fitted.left}%, top ${fitted.top}%, width ${fitted.width}%, height ${fitted.height}%. Arrow keys move it, with Shift they size it, with Ctrl by a little, Delete removes it.`,
			),
		);
		return fitted;
	};
	const move = (row, area) => rows.write(row, boxes.get(row).page, place(row, area));
	const remove = (row) => {
		boxes.get(row)?.box.remove();
		boxes.delete(row);
	};

	/* Follows the pointer until it is let go; `work` gets how far it went, in per cent. */
	const follow = (event, sheet, work, done) => {
		const size = sheet.getBoundingClientRect();
		const at = (each) => [((each.clientX - event.clientX) / size.width) * 100, ((each.clientY - event.clientY) / size.height) * 100];
		const onMove = (each) => work(...at(each));
		const onEnd = () => {
			window.removeEventListener("pointermove", onMove);
			window.removeEventListener("pointerup", onEnd);
			window.removeEventListener("pointercancel", onEnd);
			done?.();
		};

		event.preventDefault();
		window.addEventListener("pointermove", onMove);
		window.addEventListener("pointerup", onEnd);
		window.addEventListener("pointercancel", onEnd);
	};

	const onKey = (row, event) => {
		const area = rows.read(row);
		const step = event.ctrlKey ? FINE : STEP;
		const across = { ArrowLeft: -step, ArrowRight: step }[event.key] ?? 0;
		const down = { ArrowUp: -step, ArrowDown: step }[event.key] ?? 0;

		if (event.key === "Delete" || event.key === "Backspace") {
			const sheet = boxes.get(row).box.parentElement;

			event.preventDefault();
			remove(row);
			rows.clear(row);
			(sheet.querySelector(".cut-box") ?? sheet.parentElement.querySelector("[data-cut-add]")).focus();
			return;
		}
		if (!across && !down) return;
		event.preventDefault();
		if (event.shiftKey) {
			area.width = Math.min(area.width + across, 100 - area.left);
			area.height = Math.min(area.height + down, 100 - area.top);
		} else {
			area.left += across;
			area.top += down;
		}
		move(row, area);
	};

	const show = (row, page) => {
		const sheet = sheets.get(page);
		const box = document.createElement("button");
		const handle = document.createElement("span");

		box.type = "button";
		box.className = "cut-box";
		box.append(handle);
		boxes.set(row, { box, page });
		box.addEventListener("keydown", (event) => onKey(row, event));
		box.addEventListener("pointerdown", (event) => {
			const start = rows.read(row);
			const sizes = event.target === handle;

			event.stopPropagation();
			box.focus();
			follow(event, sheet, (across, down) =>
				move(
					row,
					sizes
						? { ...start, width: Math.min(start.width + across, 100 - start.left), height: Math.min(start.height + down, 100 - start.top) }
						: { ...start, left: start.left + across, top: start.top + down },
				),
			);
		});
		sheet.append(box);
		return box;
	};
	const add = (page, area) => {
		const row = rows.take();

		show(row, page);
		move(row, area);
		return row;
	};

	/* What was typed moves the rectangle, unless it is not whole yet. */
	const take = (row) => {
		const page = rows.page(row);

		if (!rows.isWhole(row) || !sheets.has(page)) return remove(row);
		if (boxes.get(row)?.page !== page) {
			remove(row);
			show(row, page);
		}
		place(row, rows.read(row));
	};

	const draw = (event, sheet, page) => {
		const size = sheet.getBoundingClientRect();
		const left = ((event.clientX - size.left) / size.width) * 100;
		const top = ((event.clientY - size.top) / size.height) * 100;
		let row = null;

		/* Fingers scroll; they have the button. */
		if (event.button !== 0 || event.pointerType === "touch") return;
		follow(
			event,
			sheet,
			(across, down) => {
				const right = between(left + across, 0, 100);
				const bottom = between(top + down, 0, 100);
				const area = { left: Math.min(left, right), top: Math.min(top, bottom), width: Math.abs(right - left), height: Math.abs(bottom - top) };

				if (!row && (area.width < SMALLEST || area.height < SMALLEST)) return;
				if (row) move(row, area);
				else row = add(page, area);
			},
			() => row && boxes.get(row).box.focus(),
		);
	};

	for (const [page, sheet] of sheets) {
		const button = document.createElement("button");

		button.type = "button";
		button.className = "plain small";
		button.dataset.cutAdd = "";
		button.textContent = say("加一个区域", "Add a rectangle");
		button.setAttribute("aria-label", say(`在第 ${page} 页加一个区域`, `Add a rectangle on page ${page}`));
		button.addEventListener("click", () => {
			const box = boxes.get(add(page, FIRST)).box;

			box.scrollIntoView({ block: "nearest" });
			box.focus();
		});
		sheet.parentElement.querySelector(".cut-page-head").append(button);
		sheet.classList.add("can-draw");
		sheet.addEventListener("pointerdown", (event) => draw(event, sheet, page));
		sheet.querySelector("img").draggable = false;
	}
	form.querySelector("[data-cut-help]").textContent = say(
		"在页面上拖动鼠标画框，或者点“加一个区域”再用方向键调整。",
		"drag on the page, or add a rectangle and move it with the arrow keys.",
	);
	rows.onInput(take);
	rows.all().forEach(take);
}

document.querySelectorAll("[data-cuts]").forEach(drawCuts);
