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
	const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
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

const places = { home: "/", list: "/reports", report: "/reports/1", agency: "/agencies/1", check: "/check", compare: "/compare?a=1&b=3", api: "/api", missing: "/nothing" };

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
	const link = page.locator(".findings li.error a").first();
	const target = (await link.getAttribute("href")).slice(1);
	await link.click();
	assert(page.url().endsWith(`#${target}`), "the address names the place");
	const place = page.locator(`[id="${target}"]`);
	assert((await place.count()) === 1, `one place ${target}`);
	assert(await place.isVisible(), "the place is seen");
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
	await page.waitForSelector(".result");
	assert((await page.locator(".result").count()) === 2, "two results");
	await passesAxe(page);
	await noSidewaysScroll(page);
	await picture(page, "checked-1280");
	const middle = await (await fetch(`${site}/api/v1/reports`)).json();
	assert(middle.total === before.total, "nothing stored by checking");
	await page.locator(".result").first().locator("form button").click();
	await page.waitForURL(/\/reports\/\d+/);
	const after = await (await fetch(`${site}/api/v1/reports`)).json();
	assert(after.total === before.total + 1, "one stored");
	await page.context().close();
});

await test("checking works without script", async () => {
	const page = await open("/check", { javaScriptEnabled: false });
	await page.setInputFiles("input[type=file]", path.join(reports, "001-chuankou-2020.txt"));
	await page.click("main form button[type=submit]");
	assert((await page.locator(".findings li.error").count()) > 0, "errors are listed");
	await page.context().close();
});

await test("a file that is no report gets a sentence", async () => {
	const file = path.join(work, "noise.docx");
	writeFileSync(file, "PK\u0003\u0004 this is not a document");
	const page = await open("/check");
	await page.setInputFiles("input[type=file]", file);
	await page.click("main form button[type=submit]");
	await page.waitForSelector(".result .notice.late");
	assert((await page.locator(".result .notice.late").innerText()).length > 8, "a sentence");
	await page.context().close();
});

await test("no file chosen is told beside the form", async () => {
	const page = await open("/check", { javaScriptEnabled: false });
	await page.evaluate(() => document.querySelector("input[type=file]").removeAttribute("required"));
	await page.click("main form button[type=submit]");
	assert((await page.locator("[role=alert]").count()) === 1, "an alert");
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
