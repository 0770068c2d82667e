// What the browser tests share: the program under test, Chromium, people who sign in, keys and checks.
// usage of all of it: node browser.mjs GONGKAI SOURCE_DIR [PICTURE_DIR] — prints "ok" and "not ok" lines.
import { spawn, spawnSync } from "node:child_process";
import { createHmac } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import net from "node:net";
import os from "node:os";
import path from "node:path";

export const [program, source, pictures] = process.argv.slice(2);
const require = createRequire(path.join(source, "assets/package.json"));
const { chromium } = require("playwright-core");
const axeSource = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
export const reports = path.join(source, "tests/data/reports");
export const work = mkdtempSync(path.join(os.tmpdir(), "gongkai-browser-"));
export const demoPassword = "for-demonstration-only";
let failed = 0;

/* --- saying what holds --- */

export const failures = () => failed;

export function tell(good, name, why) {
	if (!good) failed++;
	console.log(`${good ? "ok" : "not ok"} ${name}${good || !why ? "" : `\n# ${String(why).replace(/\n/g, "\n# ")}`}`);
}

/* GONGKAI_ONLY=words runs only the tests whose names hold these words. */
export async function test(name, body) {
	if (process.env.GONGKAI_ONLY && !name.includes(process.env.GONGKAI_ONLY)) return;
	try {
		await body();
		tell(true, name);
	} catch (error) {
		tell(false, name, error.message);
	}
}

export function assert(truth, why) {
	if (!truth) throw new Error(why);
}

/* A day of China's calendar, so many days ago. */
export const day = (ago = 0) => new Date(Date.now() + 8 * 3600e3 - ago * 864e5).toISOString().slice(0, 10);

/* --- servers --- */

function freePort() {
	return new Promise((resolve) => {
		const server = net.createServer();
		server.listen(0, "127.0.0.1", () => {
			const { port } = server.address();
			server.close(() => resolve(port));
		});
	});
}

export function run(...words) {
	const done = spawnSync(program, words, { encoding: "utf8" });
	assert(done.status === 0, `${words[0]} ${words[1]}: ${done.stdout}${done.stderr}`);
	return done.stdout;
}

/* Serves a data folder; what it prints stands in `server.said`. */
export async function startServer(data) {
	const port = await freePort();
	const server = spawn(program, ["serve", "--data", data, "--listen", `127.0.0.1:${port}`, "--quiet"], {
		stdio: ["ignore", "pipe", "pipe"],
	});
	server.said = "";
	for (const stream of [server.stdout, server.stderr]) stream.on("data", (bytes) => (server.said += bytes));
	server.site = `http://127.0.0.1:${port}`;
	for (let i = 0; i < 200; i++) {
		try {
			await fetch(`${server.site}/health`);
			return server;
		} catch {
			await new Promise((resolve) => setTimeout(resolve, 50));
		}
	}
	throw new Error(`the server did not answer: ${server.said}`);
}

export function stopServer(server) {
	server.kill("SIGTERM");
	return new Promise((resolve) => {
		const timer = setTimeout(() => resolve("late"), 15000);
		server.on("exit", (code) => {
			clearTimeout(timer);
			resolve(code);
		});
	});
}

export async function startDemonstration() {
	const files = readdirSync(reports).filter((name) => name.endsWith(".txt")).sort().map((name) => path.join(reports, name));
	run("demo", "--data", path.join(work, "demo"), "--agencies", path.join(source, "data/demo_agencies.csv"),
		"--waiting", path.join(source, "data/demo_waiting_report.txt"), ...files);
	return startServer(path.join(work, "demo"));
}

/* A report of 平房区 for a year that nobody has reported yet. */
export function reportOf(year) {
	const file = path.join(work, `平房区${year}.txt`);
	const text = readFileSync(path.join(reports, "000-pingfang-2020.txt"), "utf8");
	writeFileSync(file, text.replaceAll("2021年", `${year + 1}年`).replaceAll("2020年", `${year}年`));
	return file;
}

/* --- the browser --- */

export const server = await startDemonstration();
export const site = server.site;
const launch = (...more) => chromium.launch({
	executablePath: process.env.GONGKAI_CHROMIUM || "/usr/bin/chromium",
	args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
		"--disable-background-networking", "--disable-component-update", "--disable-sync", ...more],
});
export const browser = await launch();

/* Another one, for which every host name is this machine. */
export const chromiumMapped = () => launch("--host-resolver-rules=MAP * 127.0.0.1");

/* A page in a context of its own. `as` is a role of the demonstration, signed in once for all pages. */
export async function open(address, { as, at = site, ...options } = {}) {
	const context = await browser.newContext({
		viewport: { width: 1280, height: 900 }, locale: "zh-CN", ...(as && { storageState: await signedIn(as) }), ...options,
	});
	context.setDefaultTimeout(15000);
	const page = await context.newPage();
	page.problems = [];
	page.on("pageerror", (error) => page.problems.push(error.message));
	page.on("console", (message) => message.type() === "error" && page.problems.push(message.text()));
	const response = await page.goto(at + address);
	page.status = response.status();
	return page;
}

export const close = (page) => page.context().close();

export async function passesAxe(page) {
	const problems = await page.evaluate(`${axeSource};axe.run(document,{resultTypes:["violations"]}).then(r=>r.violations.map(v=>v.id+": "+v.nodes.slice(0,3).map(n=>n.target.join(" ")).join(" | ")))`);
	assert(problems.length === 0, problems.join("\n"));
}

/* axe needs script: the same page with script on. */
export async function passesAxeWithoutScript(page) {
	const other = await open("/check");
	await other.setContent(await page.content());
	await passesAxe(other);
	await close(other);
}

export async function noSidewaysScroll(page) {
	const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
	assert(wide <= 0, `the page is ${wide} px too wide`);
}

export async function picture(page, name) {
	if (!pictures) return;
	mkdirSync(pictures, { recursive: true });
	await page.screenshot({ path: path.join(pictures, `${name}.png`), fullPage: true });
}

/* --- the keyboard --- */

/* Tab until an element that fits the selector has the focus. */
export async function tabTo(page, selector) {
	for (let i = 0; i < 150; i++) {
		if (await page.evaluate((each) => document.activeElement.matches(each), selector)) return;
		await page.keyboard.press("Tab");
	}
	throw new Error(`the keyboard does not reach ${selector} on ${page.url()}`);
}

/* Types into fields in their order, then presses the button of that form. Values: text, true for a box
   to tick, { choose } for a list, { day } for a date, whose keys differ from one system to another. */
export async function keyIn(page, fields, button = "main form:has(:focus) button") {
	for (const [name, value] of Object.entries(fields)) {
		await tabTo(page, `main [name="${name}"]`);
		if (value === true) await page.keyboard.press("Space");
		else if (value.day) await page.locator("main :focus").fill(value.day);
		else if (value.choose) await page.locator("main :focus").selectOption(value.choose);
		else {
			await page.keyboard.press("Control+A");
			await page.keyboard.press("Delete");
			if (value) await page.keyboard.insertText(value);
		}
	}
	await press(page, button);
}

/* Enter on a link or button that the keyboard reached; waits for the page that comes. A button inside a
   form that only looks for something is not the form's. */
export async function press(page, selector) {
	if (selector.includes(":has(:focus)")) {
		const isThere = () => page.evaluate(() => document.activeElement.type === "submit" && document.activeElement.name !== "find");
		for (let i = 0; i < 40 && !(await isThere()); i++) await page.keyboard.press("Tab");
		assert(await isThere(), `a button on ${page.url()}`);
	} else await tabTo(page, selector);
	const arrived = page.waitForEvent("domcontentloaded");
	await page.keyboard.press("Enter");
	await arrived;
	await page.waitForLoadState("load");
}

export async function words(page, selector = "main") {
	if (await page.locator(selector).count()) return page.locator(selector).first().innerText();
	throw new Error(`no ${selector} on ${page.url()}: ${(await page.locator("main").innerText()).slice(0, 300)}`);
}

/* --- people --- */

const states = {};

export async function signIn(page, login, password, at = site) {
	await page.goto(`${at}/sign-in`);
	await keyIn(page, { login, password });
}

async function signedIn(role) {
	if (!states[role]) {
		const page = await open("/sign-in");
		await signIn(page, role, demoPassword);
		assert(page.url() === `${site}/desk`, `${role} is signed in: ${page.url()}`);
		states[role] = await page.context().storageState();
		await close(page);
	}
	return states[role];
}

/* RFC 6238: six digits of SHA-1 over the number of half minutes. */
export function totp(secret, at = Date.now()) {
	const bits = [...secret.replace(/[^A-Z2-7]/g, "")]
		.map((each) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(each).toString(2).padStart(5, "0")).join("");
	const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
	const moment = Buffer.alloc(8);
	moment.writeBigUInt64BE(BigInt(Math.floor(at / 30000)));
	const mac = createHmac("sha1", key).update(moment).digest();
	const from = mac[19] & 15;
	return String((mac.readUInt32BE(from) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}
