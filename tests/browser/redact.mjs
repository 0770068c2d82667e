// Redaction of pages: rectangles drawn with the mouse, set with the keyboard, typed without script; what
// they cover is gone from the released PDF and picture. Texts and words are case.mjs's.
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { registered, send } from "./case.mjs";
import { assert, browser, close, noSidewaysScroll, open, passesAxe, picture, site, test, work, words } from "./tools.mjs";

/* Two pages with words, as a browser prints them. */
async function paper() {
	const page = await browser.newPage();
	await page.setContent("<meta charset=utf-8><h1>验收报告</h1><p>联系人 WangDashan</p><p>施工单位 YanshiCompany</p><p style='break-before:page'>第二页的话 SecondPage</p>");
	const bytes = await page.pdf({ format: "A4" });
	await page.close();
	return bytes;
}

async function photograph() {
	const page = await browser.newPage({ viewport: { width: 400, height: 300 } });
	await page.setContent("<p style='font-size:40px'>照片里的字</p>");
	const bytes = await page.screenshot({ type: "jpeg" });
	await page.close();
	return bytes;
}

/* The page of redaction for a new file of a new case. */
async function begin(name, mimeType, buffer, javaScriptEnabled) {
	const id = await registered();
	const page = await open(`/desk/applications/${id}?tab=files`, { as: "case_officer", javaScriptEnabled });
	await page.selectOption("#kind", "original");
	await page.setInputFiles("input[type=file][name=files]", { name, mimeType, buffer });
	await send(page, "form[action$='/files'] button");
	await page.locator("a[href$='/redact']").first().click();
	await page.waitForSelector(".cut-pages, .cut-units, main [role=alert]");
	return page;
}

async function released(page) {
	await send(page, "button[name=make]");
	assert(page.url().includes("done=redacted"), `made: ${(await words(page)).slice(0, 500)}`);
	const href = await page.locator("a", { hasText: "公开件" }).first().getAttribute("href");
	const bytes = Buffer.from(await (await page.request.get(site + href)).body());
	await close(page);
	return bytes;
}

/* What a program says of these bytes; FILE stands for a file that holds them. */
function says(bytes, program, ...args) {
	const file = path.join(work, "released");
	writeFileSync(file, bytes);
	const done = spawnSync(program, args.map((arg) => (arg === "FILE" ? file : arg)), { encoding: "latin1", maxBuffer: 1 << 28 });
	assert(done.status === 0, `${program}: ${done.stderr}`);
	return done.stdout;
}

/* Nothing but pictures: no letter, no font, no metadata, no file in it. */
function isBurnt(bytes) {
	assert(bytes.subarray(0, 5).toString() === "%PDF-", "a PDF");
	assert(!says(bytes, "pdftotext", "FILE", "-").trim(), "no text");
	assert(!/Wang|Yanshi|Second/.test(says(bytes, "qpdf", "--qdf", "--stream-data=uncompress", "FILE", "-")), "no words in its objects");
	const about = says(bytes, "pdfinfo", "FILE");
	assert(!/^(Title|Author|Creator|Producer|CreationDate|Custom Metadata: +yes|Metadata Stream: +yes)/m.test(about), about);
	assert(says(bytes, "pdffonts", "FILE").trim().split("\n").length === 2, "no fonts");
	assert(says(bytes, "pdfdetach", "-list", "FILE").startsWith("0 "), "no files");
}

/* Is this point, in per cent of the page, black? */
function isBlack(bytes, page, across, down) {
	const drawn = Buffer.from(says(bytes, "pdftoppm", "-gray", "-r", "36", "-f", String(page), "-l", String(page), "FILE"), "latin1");
	const [, width, height] = /^P5\n(\d+) (\d+)\n255\n/.exec(drawn.subarray(0, 40).toString("latin1")).map(Number);
	const pixels = drawn.subarray(drawn.length - width * height);
	return pixels[Math.floor((down / 100) * height) * width + Math.floor((across / 100) * width)] < 40;
}

const row = (page, number) => page.locator("[data-cut-rows] tbody tr").nth(number).locator("input").evaluateAll((all) => all.map((input) => input.value));

async function draws() {
	const page = await begin("验收报告.pdf", "application/pdf", await paper(), true);
	const sheet = page.locator("[data-cut-page='1']");
	await page.waitForFunction(() => document.querySelector("[data-cut-page] img").naturalWidth > 500);
	assert((await page.locator("#page-2").count()) === 1, "both pages are there");
	await sheet.scrollIntoViewIfNeeded();
	const at = await sheet.boundingBox();
	await page.mouse.move(at.x + at.width * 0.1, at.y + at.height * 0.05);
	await page.mouse.down();
	await page.mouse.move(at.x + at.width * 0.5, at.y + at.height * 0.15, { steps: 5 });
	await page.mouse.up();
	const [number, left, , width] = (await row(page, 0)).map(Number);
	assert(number === 1 && Math.abs(left - 10) < 2 && Math.abs(width - 40) < 2, `the row says what was drawn: ${await row(page, 0)}`);
	assert(await page.evaluate(() => document.activeElement.className === "cut-box"), "the rectangle has the focus");

	/* From the keyboard alone: another one on page 2, moved, made larger, one more and away again. */
	await page.locator("[data-cut-add]").nth(1).focus();
	await page.keyboard.press("Enter");
	for (const key of ["ArrowLeft", "ArrowUp", "ArrowUp", "Shift+ArrowDown", "Control+ArrowRight"]) await page.keyboard.press(key);
	assert((await row(page, 1)).join(" ") === "2 29.1 43 40 5", `moved by keys: ${await row(page, 1)}`);
	await page.locator("[data-cut-add]").nth(1).focus();
	await page.keyboard.press("Enter");
	await page.keyboard.press("Delete");
	assert((await row(page, 2)).slice(1).join("") === "" && (await page.locator(".cut-box").count()) === 2, "Delete takes it away");

	/* The table is the truth. */
	await page.locator("[name=box_width]").nth(1).fill("60");
	assert((await page.locator("[data-cut-page='2'] .cut-box").getAttribute("aria-label")).includes("宽 60%"), "what is typed moves it");
	await passesAxe(page);
	await picture(page, "redact-pages");
	for (const width of [375, 320]) {
		await page.setViewportSize({ width, height: 800 });
		if (width === 375) await picture(page, "redact-pages-375");
		await noSidewaysScroll(page);
	}
	await page.setViewportSize({ width: 1280, height: 900 });
	await page.fill("#note", "联系人");
	await send(page, "main form button.plain:not([type=button])");
	assert((await page.locator(".cut-sheet rect").count()) === 2, "what was chosen lies on the pages");
	assert((await words(page, ".cut-list")).includes("第 1 页的区域"), "and stands in the list");
	await passesAxe(page);
	await picture(page, "redact-pages-chosen");
	assert(page.problems.length === 0, page.problems.join("\n"));
	const bytes = await released(page);
	isBurnt(bytes);
	assert(isBlack(bytes, 1, 30, 10) && isBlack(bytes, 2, 50, 45), "black where it was drawn");
	assert(!isBlack(bytes, 1, 95, 95) && !isBlack(bytes, 2, 5, 95), "and not elsewhere");
}

async function types() {
	const page = await begin("验收报告.pdf", "application/pdf", await paper(), false);
	assert((await page.locator("[data-cut-page]").count()) === 2 && !(await page.locator("[data-cut-add]").count()), "pages without script");
	await page.locator("[aria-label='第 1 页的文字'] [name=unit]").nth(1).check();
	const fields = { page: "2", left: "10", top: "20", width: "", height: "7.5" };
	for (const [part, value] of Object.entries(fields)) await page.locator(`[name=box_${part}]`).first().fill(value);
	await send(page, "main form button.plain");
	assert((await words(page)).includes("区域表第 1 行没有写全"), "what is missing is said");
	assert((await row(page, 0)).join(" ") === "2 10 20  7.5", "and what was typed stays");
	await page.locator("[name=box_width]").first().fill("50%");
	await page.locator("[aria-label='第 1 页的文字'] [name=unit]").nth(1).check();
	await send(page, "main form button.plain");
	const list = await words(page, ".cut-list");
	assert(list.includes("WangDashan") && list.includes("左 10% 上 20% 宽 50% 高 7.5%"), list);
	assert((await page.locator(".cut-units mark").allInnerTexts()).join(" ").includes("WangDashan"), "the line is marked");
	await picture(page, "redact-pages-typed");
	const bytes = await released(page);
	isBurnt(bytes);
	assert(isBlack(bytes, 2, 12, 22) && isBlack(bytes, 2, 58, 26) && !isBlack(bytes, 2, 62, 22), "black where it was typed");
}

async function photographs() {
	const page = await begin("现场.jpg", "image/jpeg", await photograph(), true);
	await page.waitForFunction(() => document.querySelector("[data-cut-page] img").naturalWidth === 400);
	await page.locator("[data-cut-add]").first().focus();
	await page.keyboard.press("Enter");
	await passesAxe(page);
	const bytes = await released(page);
	assert(bytes[0] === 0xff && bytes[1] === 0xd8 && !bytes.includes("Exif"), "a JPEG without anything beside its pixels");
}

async function others() {
	const page = await begin("旧表.rtf", "application/rtf", Buffer.from("{\\rtf1 secret}"), true);
	assert((await words(page)).includes("另存为 docx"), `what to do first: ${(await words(page)).slice(0, 300)}`);
	await passesAxe(page);
	await picture(page, "redact-not");
	await close(page);
}

export default async function () {
	await test("a rectangle drawn on a page, or set with the keyboard, is gone from the released PDF", draws);
	await test("without script a line is ticked and a rectangle typed in per cent", types);
	await test("a photograph is covered and made anew", photographs);
	await test("a file that cannot be redacted says what to do first", others);
}
