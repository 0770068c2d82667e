// The main journeys in a real browser: Chromium driven by playwright-core, pages checked by axe-core.
// usage: node browser.mjs GONGKAI SOURCE_DIR [PICTURE_DIR] — prints "ok" and "not ok" lines.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, readFileSync, writeFileSync, readdirSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import net from "node:net";
import os from "node:os";
import path from "node:path";

const [program, source, pictures] = process.argv.slice(2);
const require = createRequire(path.join(source, "assets/package.json"));
const { chromium } = require("playwright-core");
const axeSource = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const reports = path.join(source, "tests/data/reports");
const work = mkdtempSync(path.join(os.tmpdir(), "gongkai-browser-"));
let failed = 0;

function tell(good, name, why) {
	if (!good) failed++;
	console.log(`${good ? "ok" : "not ok"} ${name}${good || !why ? "" : `\n# ${String(why).replace(/\n/g, "\n# ")}`}`);
}

async function test(name, body) {
	try {
		await body();
		tell(true, name);
	} catch (error) {
		tell(false, name, error.message);
	}
}

function assert(truth, why) {
	if (!truth) throw new Error(why);
}

function freePort() {
	return new Promise((resolve) => {
		const server = net.createServer();
		server.listen(0, "127.0.0.1", () => {
			const { port } = server.address();
			server.close(() => resolve(port));
		});
	});
}

async function startServer(port) {
	const files = readdirSync(reports).filter((name) => name.endsWith(".txt")).map((name) => path.join(reports, name));
	const taken = spawnSync(program, ["report", "import", "--data", path.join(work, "data"), ...files]);
	assert(taken.status === 0, `import failed: ${taken.stderr}`);
	const server = spawn(program, ["serve", "--data", path.join(work, "data"), "--listen", `127.0.0.1:${port}`, "--quiet"], {
		stdio: ["ignore", "ignore", "inherit"],
	});
	for (let i = 0; i < 100; i++) {
		try {
			await fetch(`http://127.0.0.1:${port}/`);
			return server;
		} catch {
			await new Promise((resolve) => setTimeout(resolve, 50));
		}
	}
	throw new Error("the server did not answer");
}

const port = await freePort();
const site = `http://127.0.0.1:${port}`;
const server = await startServer(port);
const browser = await chromium.launch({
	executablePath: process.env.GONGKAI_CHROMIUM || "/usr/bin/chromium",
	args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
		"--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

async function open(address, options = {}) {
	const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "zh-CN", ...options });
	const page = await context.newPage();
	page.problems = [];
	page.on("pageerror", (error) => page.problems.push(error.message));
	page.on("console", (message) => message.type() === "error" && page.problems.push(message.text()));
	const response = await page.goto(site + address);
	page.status = response.status();
	return page;
}

async function passesAxe(page) {
	const problems = await page.evaluate(`${axeSource};axe.run(document,{resultTypes:["violations"]}).then(r=>r.violations.map(v=>v.id+": "+v.nodes.slice(0,3).map(n=>n.target.join(" ")).join(" | ")))`);
	assert(problems.length === 0, problems.join("\n"));
}

async function noSidewaysScroll(page) {
	const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
	assert(wide <= 0, `the page is ${wide} px too wide`);
}

async function picture(page, name) {
	if (!pictures) return;
	mkdirSync(pictures, { recursive: true });
	await page.screenshot({ path: path.join(pictures, `${name}.png`), fullPage: true });
}

const places = { home: "/", list: "/reports", report: "/reports/1", agency: "/agencies/1", errors: "/reports/2", check: "/check", compare: "/compare?a=1&b=3", choose: "/compare", rules: "/rules", api: "/api", missing: "/nothing" };

for (const [name, address] of Object.entries(places)) {
	await test(`${name}: no script error, passes axe, fits at 1280, 375 and 320 px`, async () => {
		for (const width of [1280, 375, 320]) {
			const page = await open(address, { viewport: { width, height: 800 } });
			assert(page.status === (name === "missing" ? 404 : 200), `status ${page.status}`);
			await page.waitForLoadState("networkidle");
			const problems = page.problems.filter((text) => !(name === "missing" && text.includes("404")));
			assert(problems.length === 0, problems.join("; "));
			await noSidewaysScroll(page);
			if (width !== 320) await picture(page, `${name}-${width}`);
			if (width !== 375) await passesAxe(page);
			await page.context().close();
		}
	});
}

await test("every page works without script and stays readable", async () => {
	for (const [name, address] of Object.entries(places)) {
		const page = await open(address, { javaScriptEnabled: false });
		assert((await page.locator("main h1").count()) === 1, `${name}: one heading`);
		assert((await page.locator("main").innerText()).length > 40, `${name}: has content`);
		await page.context().close();
	}
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
	await page.context().close();
});

await test("words that agree lead to a finding that is folded away", async () => {
	const page = await open("/reports/1");
	await page.locator(".document .mark-agrees").first().click();
	await page.waitForURL(/#f\d+$/);
	const id = new URL(page.url()).hash.slice(1);
	assert(await page.locator(`[id="${id}"]`).isVisible(), "it was unfolded");
	await page.context().close();
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
	await page.context().close();
});

await test("the official table has its heads and rows marked as such", async () => {
	const page = await open("/reports/1");
	const scopes = await page.locator(".official").nth(1).locator("th").evaluateAll((all) => all.map((each) => each.scope));
	for (const scope of ["row", "col", "rowgroup", "colgroup"]) assert(scopes.includes(scope), scope);
	await page.context().close();
});

await test("charts are drawn and their tables are there", async () => {
	const page = await open("/reports/1");
	await page.waitForSelector(".chart canvas, .chart svg");
	assert((await page.locator(".chart table").count()) >= 1, "tables behind the charts");
	await page.context().close();
});

await test("a file is checked, nothing is stored, then it is stored when asked", async () => {
	const before = await (await fetch(`${site}/api/v1/reports`)).json();
	const text = readFileSync(path.join(reports, "003-hegang-2020.txt"), "utf8").replaceAll("鹤岗市", "伊春市").replaceAll("鹤岗", "伊春");
	const file = path.join(work, "伊春.txt");
	writeFileSync(file, text);
	const page = await open("/check");
	await page.setInputFiles("input[type=file]", [file, path.join(reports, "000-pingfang-2020.txt")]);
	await page.click("main form button[type=submit]");
	await page.waitForFunction(() => document.querySelectorAll(".result").length === 2);
	await page.waitForSelector(".drop-progress:not(:has(progress))");
	await passesAxe(page);
	await noSidewaysScroll(page);
	await picture(page, "checked-1280");
	const middle = await (await fetch(`${site}/api/v1/reports`)).json();
	assert(middle.total === before.total, "nothing stored by checking");
	await page.locator(".result").first().locator(".store summary").click();
	await page.locator(".result").first().locator("form button").click();
	await page.waitForURL(/\/reports\/\d+/);
	assert((await page.locator(".notice.ok").innerText()).includes("已存入"), "it says what was done");
	assert(!page.url().includes("saved="), "the address is that of the report");
	const after = await (await fetch(`${site}/api/v1/reports`)).json();
	assert(after.total === before.total + 1, "one stored");
	await page.context().close();
});

await test("checking and storing work without script", async () => {
	const file = path.join(work, "绥芬河.txt");
	writeFileSync(file, readFileSync(path.join(reports, "001-chuankou-2020.txt"), "utf8").replaceAll("船口", "绥芬"));
	const page = await open("/check", { javaScriptEnabled: false });
	await page.setInputFiles("input[type=file]", file);
	await page.click("main form button[type=submit]");
	assert((await page.locator(".findings li.error").count()) > 0, "errors are listed");
	assert((await page.locator("meta[name=robots][content=noindex]").count()) === 1, "not for search engines");
	await page.click(".store summary");
	await page.fill(".store [name=agency]", "绥芬街道办事处");
	await page.fill(".store [name=year]", "1999");
	await page.click(".store button");
	assert((await page.locator(".store .error").count()) === 1, "the year is refused beside its field");
	assert((await page.inputValue(".store [name=agency]")) === "绥芬街道办事处", "what was typed stays");
	await passesAxe(await checked(page));
	await page.fill(".store [name=year]", "2020");
	await page.click(".store button");
	assert(/\/reports\/\d+/.test(page.url()), `stored: ${page.url()}`);
	await page.context().close();
});

/* axe needs script: the same page with script on. */
async function checked(page) {
	const other = await open("/check");
	await other.setContent(await page.content());
	return other;
}

await test("another file for the same agency and year is stored only after it was told", async () => {
	const file = path.join(work, "东安.txt");
	writeFileSync(file, readFileSync(path.join(reports, "004-dongan-2020.txt"), "utf8") + "\n\n");
	const page = await open("/check");
	await page.setInputFiles("input[type=file]", file);
	await page.click("main form button[type=submit]");
	await page.waitForSelector(".store");
	await page.click(".store summary");
	assert((await page.locator(".store .notice.soon").count()) === 1, "told before storing");
	await passesAxe(page);
	await page.fill(".store [name=agency]", "平房区");
	await page.click(".store button");
	await page.waitForSelector(".store [role=alert]");
	assert((await page.locator(".store [role=alert]").innerText()).includes("还没有存入"), "nothing was stored for the other agency either");
	await page.context().close();
});

await test("files that are no reports get a sentence each and the others are checked", async () => {
	const noise = path.join(work, "noise.docx");
	const empty = path.join(work, "empty.txt");
	const large = path.join(work, "large.txt");
	writeFileSync(noise, "PK\u0003\u0004 this is not a document");
	writeFileSync(empty, "");
	writeFileSync(large, Buffer.alloc((32 << 20) + 1, 65));
	const page = await open("/check");
	await page.setInputFiles("input[type=file]", [noise, empty, large, path.join(reports, "000-pingfang-2020.txt")]);
	await page.click("main form button[type=submit]");
	await page.waitForFunction(() => document.querySelectorAll(".result").length === 4);
	assert((await page.locator(".result .notice.late").count()) === 3, "three sentences");
	for (const words of await page.locator(".result .notice.late").allInnerTexts()) assert(words.length > 8, words);
	assert((await page.locator(".result .findings").count()) >= 1, "the report was checked");
	await passesAxe(page);
	await page.setViewportSize({ width: 320, height: 800 });
	await noSidewaysScroll(page);
	await page.context().close();
});

await test("more than twenty files are told at once", async () => {
	for (const javaScriptEnabled of [true, false]) {
		const page = await open("/check", { javaScriptEnabled });
		await page.setInputFiles("input[type=file]", Array(21).fill(path.join(reports, "000-pingfang-2020.txt")));
		await page.click("main form button[type=submit]");
		assert((await page.locator("#file-error").innerText()).includes("20"), `with script: ${javaScriptEnabled}`);
		await page.context().close();
	}
});

await test("sentences about a file follow the visitor's language", async () => {
	const page = await open("/check", { javaScriptEnabled: false, locale: "en-GB" });
	await page.setInputFiles("input[type=file]", path.join(work, "noise.docx"));
	await page.click("main form button[type=submit]");
	const notice = page.locator(".result .notice.late");
	assert((await notice.getAttribute("lang")) === "en" && /[a-z]{4}/.test(await notice.innerText()), await notice.innerText());
	await page.context().close();
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
	await page.context().close();
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
	await page.context().close();
});

await test("no file chosen is told beside the form", async () => {
	const page = await open("/check", { javaScriptEnabled: false });
	await page.evaluate(() => document.querySelector("input[type=file]").removeAttribute("required"));
	await page.click("main form button[type=submit]");
	assert((await page.locator("[role=alert]").first().innerText()).length > 4, "an alert");
	assert((await page.getAttribute("input[type=file]", "aria-invalid")) === "true", "at its field");
	await page.context().close();
});

await test("the keyboard reaches the content first and every control", async () => {
	const page = await open("/reports");
	await page.keyboard.press("Tab");
	assert((await page.evaluate(() => document.activeElement.className)) === "skip", "skip link first");
	await page.keyboard.press("Enter");
	assert((await page.evaluate(() => document.activeElement.id)) === "main", "main has the focus");
	await page.keyboard.press("Tab");
	assert(await page.evaluate(() => document.querySelector("main").contains(document.activeElement)), "then inside main");
	await page.context().close();
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
	await page.context().close();
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
	for (const address of Object.keys(description.paths).filter((each) => each.startsWith("/api/v1/") && !each.includes("{") && description.paths[each].get))
		assert((await fetch(site + address)).status === 200, address);
});

await test("paper has no navigation and says where it comes from", async () => {
	const page = await open("/reports/1");
	await page.emulateMedia({ media: "print" });
	assert(!(await page.locator(".nav").isVisible()), "no navigation on paper");
	assert(await page.locator(".print-source").isVisible(), "the source on paper");
	assert(!(await page.locator(".downloads").isVisible()), "no downloads on paper");
	await page.context().close();
});

await test("larger text is one click away", async () => {
	const page = await open("/");
	const size = () => page.evaluate(() => parseFloat(getComputedStyle(document.body).fontSize));
	const before = await size();
	await page.click(".elder-switch");
	assert((await size()) > before, "the text grew");
	await page.goto(`${site}/reports`);
	assert((await size()) > before, "and stays so on the next page");
	await page.context().close();
	const plain = await open("/compare?a=1&b=2", { javaScriptEnabled: false });
	await plain.click(".elder-switch");
	assert((await plain.locator("html.elder").count()) === 1 && plain.url().includes("a=1&b=2"), "without script too, on the same page");
	await plain.goto(`${site}/rules`);
	assert((await plain.locator("html.elder").count()) === 1, "and on the next page");
	await plain.click(".elder-switch");
	assert((await plain.locator("html.elder").count()) === 0, "and back");
	await plain.context().close();
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
	for (const address of Object.values(places)) {
		const bytes = (await (await fetch(site + address)).arrayBuffer()).byteLength;
		assert(bytes < 100_000, `${address}: ${bytes} bytes`);
	}
	await page.close();
});

await browser.close();
server.kill("SIGTERM");
const ended = await new Promise((resolve) => {
	const timer = setTimeout(() => resolve("late"), 15000);
	server.on("exit", (code) => { clearTimeout(timer); resolve(code); });
});
tell(ended === 0, "the server stops cleanly when told", `ended with ${ended}`);
rmSync(work, { recursive: true, force: true });
process.exit(failed ? 1 : 0);
