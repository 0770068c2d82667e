// What a visitor does without signing in: reading, following findings, comparing, downloading, the API.
// That every page is whole is pages.mjs's; checking files is check.mjs's.
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { assert, browser, close, noSidewaysScroll, open, passesAxe, reports, site, test } from "./tools.mjs";

export default async function visitors() {
	await test("an address that is not there says so and passes axe", async () => {
		const page = await open("/nothing", { viewport: { width: 320, height: 800 } });
		assert(page.status === 404, `status ${page.status}`);
		await passesAxe(page);
		await noSidewaysScroll(page);
		await close(page);
	});

	await test("a finding leads to its place and back", async () => {
		const page = await open("/reports/2");
		const link = page.locator(".findings li.error li a").nth(1);
		const target = (await link.getAttribute("href")).slice(1);
		await link.click();
		await page.waitForURL((url) => url.hash === `#${target}`);
		const place = page.locator(`[id="${target}"]`);
		assert((await place.count()) === 1, `one place ${target}`);
		assert(await place.isVisible(), "the place is seen");
		await place.locator("a").click();
		await page.waitForURL(/#f\d+$/);
		const back = decodeURIComponent(new URL(page.url()).hash.slice(1));
		assert(/^f\d+$/.test(back) && (await page.locator(`[id="${back}"]`).isVisible()), `back at ${back}`);
		await close(page);
	});

	await test("words that agree lead to a finding that is folded away", async () => {
		const page = await open("/reports/1");
		await page.locator(".document .mark-agrees").first().click();
		await page.waitForURL(/#f\d+$/);
		const id = new URL(page.url()).hash.slice(1);
		assert(await page.locator(`[id="${id}"]`).isVisible(), "it was unfolded");
		await close(page);
	});

	await test("a narrow page leads to the findings, and a wide table scrolls in its frame with its labels in sight", async () => {
		const page = await open("/reports/1", { viewport: { width: 320, height: 800 } });
		await page.click("a[href='#findings']");
		await page.waitForFunction(() => Math.abs(document.getElementById("findings").getBoundingClientRect().top) < 400);
		const frame = page.locator(".table-frame:has(.official)").nth(1);
		const label = frame.locator("tr:has(td) th:has(+ td)").first();
		const before = await label.evaluate((each) => each.getBoundingClientRect().left);
		await frame.evaluate((each) => (each.scrollLeft = 400));
		assert((await frame.evaluate((each) => each.scrollLeft)) > 50, "the frame scrolls");
		assert(Math.abs((await label.evaluate((each) => each.getBoundingClientRect().left)) - before) < 3, "the label stays");
		await close(page);
	});

	await test("the official table has its heads and rows marked as such", async () => {
		const page = await open("/reports/1");
		const scopes = await page.locator(".official").nth(1).locator("th").evaluateAll((all) => all.map((each) => each.scope));
		for (const scope of ["row", "col", "rowgroup", "colgroup"]) assert(scopes.includes(scope), scope);
		await close(page);
	});

	await test("charts are drawn and their tables are there", async () => {
		const page = await open("/reports/1");
		await page.waitForSelector(".chart canvas, .chart svg");
		assert((await page.locator(".chart table").count()) >= 1, "tables behind the charts");
		await close(page);
	});

	await test("two reports are compared with the earlier first, and only what differs when asked", async () => {
		const page = await open("/compare?a=3&b=1");
		const heads = await page.locator(".compare thead th").allInnerTexts();
		assert(heads[1].includes("2020") && heads[2].includes("2021"), heads.join(" "));
		const all = await page.locator(".compare tbody tr").count();
		await page.check("input[name=changes]");
		await page.click("main form button");
		assert((await page.locator(".compare tbody tr:not(.changed, .part)").count()) === 0, "only changes");
		assert((await page.locator(".compare tbody tr").count()) < all, "fewer rows");
		await close(page);
	});

	await test("the keyboard alone goes from a finding to its cell and back", async () => {
		const page = await open("/reports/2");
		const link = page.locator(".findings li.error li a").nth(1);
		await link.focus();
		await page.keyboard.press("Enter");
		await page.waitForURL(/#[cw]\d+$/);
		await page.keyboard.press("Tab");
		await page.waitForFunction(() => document.activeElement.closest(".official"));
		await page.keyboard.press("Enter");
		await page.waitForURL(/#f\d+$/);
		await close(page);
	});

	await test("the keyboard reaches the content first and every control", async () => {
		const page = await open("/reports");
		await page.keyboard.press("Tab");
		assert((await page.evaluate(() => document.activeElement.className)) === "skip", "skip link first");
		await page.keyboard.press("Enter");
		assert((await page.evaluate(() => document.activeElement.id)) === "main", "main has the focus");
		await page.keyboard.press("Tab");
		assert(await page.evaluate(() => document.querySelector("main").contains(document.activeElement)), "then inside main");
		await close(page);
	});

	await test("filters keep what was chosen and say what was found", async () => {
		const page = await open("/reports");
		await page.fill("main input[name=q]", "平房");
		await page.selectOption("main select[name=year]", "2020");
		await page.click("main form button");
		assert((await page.inputValue("main input[name=q]")) === "平房", "the words stay");
		assert((await page.locator("main tbody tr").count()) === 1, "one report");
		await page.goto(`${site}/reports?q=%E6%B2%A1%E6%9C%89%E8%BF%99%E4%B8%AA`);
		assert((await page.locator(".empty").count()) === 1, "an empty state");
		await close(page);
	});

	await test("every format downloads under a Chinese name", async () => {
		const starts = { docx: "PK", xlsx: "PK", pdf: "%PDF", html: "<!", json: "{" };
		for (const format of ["docx", "xlsx", "pdf", "html", "csv", "md", "json"]) {
			const reply = await fetch(`${site}/reports/1/download/${format}`);
			const bytes = Buffer.from(await reply.arrayBuffer());
			assert(reply.status === 200 && bytes.length > 500, `${format}: ${reply.status}, ${bytes.length} bytes`);
			assert(!starts[format] || bytes.toString("latin1").startsWith(starts[format]), `${format} begins right`);
			assert(decodeURIComponent(reply.headers.get("content-disposition")).includes("年度报告"), `${format}: its name`);
		}
		const original = await fetch(`${site}/reports/1/original`);
		const names = readdirSync(reports).filter((name) => name.endsWith(".txt")).sort();
		assert(Buffer.from(await original.arrayBuffer()).equals(readFileSync(path.join(reports, names[0]))), "the original is byte for byte");
	});

	await test("the API answers and describes itself", async () => {
		const description = await (await fetch(`${site}/api/v1/openapi.json`)).json();
		assert(description.openapi.startsWith("3.1"), "OpenAPI 3.1");
		const list = await (await fetch(`${site}/api/v1/reports?year=2020`)).json();
		assert(list.reports.length >= 4, "reports of 2020");
		const one = await (await fetch(`${site}/api/v1/reports/${list.reports[0].id}`)).json();
		assert(one.year === 2020 && one.applications.new_received, "a record");
		const form = new FormData();
		form.append("file", new Blob([readFileSync(path.join(reports, "002-daoli-2021.txt"))]), "道里.txt");
		form.append("file", new Blob(["x"]), "x.txt");
		const checked = await (await fetch(`${site}/api/v1/reports/check`, { method: "POST", body: form })).json();
		assert(checked.reports[0].year === 2021 && checked.reports[1].error.says, "a record and a sentence");
		const missing = await fetch(`${site}/api/v1/reports/99999`);
		assert(missing.status === 404 && (await missing.json()).error.says, "404 with a sentence");
		const questions = { "/api/v1/clock": "?received=2020-01-20", "/api/v1/fee": "?by_page=150" };
		for (const [address, { get }] of Object.entries(description.paths)) {
			if (!get || !address.startsWith("/api/v1/") || address.includes("{")) continue;
			const { status } = await fetch(site + address + (questions[address] || ""));
			assert(status === (get.security ? 401 : 200), `${address}: ${status}`);
		}
	});

	await test("paper has no navigation and says where it comes from", async () => {
		const page = await open("/reports/1");
		await page.emulateMedia({ media: "print" });
		assert(!(await page.locator(".nav").isVisible()), "no navigation on paper");
		assert(await page.locator(".print-source").isVisible(), "the source on paper");
		assert(!(await page.locator(".downloads").isVisible()), "no downloads on paper");
		await close(page);
	});

	await test("larger text is one click away", async () => {
		const page = await open("/");
		const size = () => page.evaluate(() => parseFloat(getComputedStyle(document.body).fontSize));
		const before = await size();
		await page.click(".elder-switch");
		assert((await size()) > before, "the text grew");
		await page.goto(`${site}/reports`);
		assert((await size()) > before, "and stays so on the next page");
		await close(page);
		const plain = await open("/compare?a=1&b=2", { javaScriptEnabled: false });
		await plain.click(".elder-switch");
		assert((await plain.locator("html.elder").count()) === 1 && plain.url().includes("a=1&b=2"), "without script too, on the same page");
		await plain.goto(`${site}/rules`);
		assert((await plain.locator("html.elder").count()) === 1, "and on the next page");
		await plain.click(".elder-switch");
		assert((await plain.locator("html.elder").count()) === 0, "and back");
		await close(plain);
	});

	await test("pages are small and come from this host alone", async () => {
		const page = await browser.newPage();
		const asked = [];
		page.on("request", (request) => asked.push(request.url()));
		const response = await page.goto(`${site}/`);
		await page.waitForLoadState("networkidle");
		assert(asked.every((url) => url.startsWith(site)), asked.join(" "));
		assert(asked.length <= 4, `${asked.length} requests`);
		assert((await response.body()).length < 100_000, "under 100 kB");
		for (const address of ["/", "/reports", "/reports/1", "/agencies/1", "/check", "/rules", "/api", "/directory"]) {
			const bytes = (await (await fetch(site + address)).arrayBuffer()).byteLength;
			assert(bytes < 100_000, `${address}: ${bytes} bytes`);
		}
		await page.close();
	});
}
