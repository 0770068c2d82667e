// Checking files, which is open to everybody and keeps nothing, and storing what was checked, which
// needs an author. What happens to a stored report is desk.mjs's.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { assert, close, noSidewaysScroll, open, passesAxe, passesAxeWithoutScript, picture, reportOf, reports, site, test, work } from "./tools.mjs";

const total = async () => (await (await fetch(`${site}/api/v1/reports`)).json()).total;

export default async function checking() {
	await test("a visitor checks files, and nothing is stored or offered to be", async () => {
		const before = await total();
		const page = await open("/check");
		await page.setInputFiles("input[type=file]", ["003-hegang-2020.txt", "000-pingfang-2020.txt"].map((name) => path.join(reports, name)));
		await page.click("main form button[type=submit]");
		await page.waitForFunction(() => document.querySelectorAll(".result").length === 2);
		await page.waitForSelector(".drop-progress:not(:has(progress))");
		await passesAxe(page);
		await noSidewaysScroll(page);
		await picture(page, "checked-1280");
		assert((await page.locator(".store").count()) === 0, "storing is not offered to visitors");
		assert((await total()) === before, "nothing stored by checking");
		await close(page);
	});

	await test("an author is told what is wrong before storing, and what was typed stays", async () => {
		const before = await total();
		const file = reportOf(2023);
		const page = await open("/check", { as: "author", javaScriptEnabled: false });
		await page.setInputFiles("input[type=file]", file);
		await page.click("main form button[type=submit]");
		assert((await page.locator(".findings li.error").count()) > 0, "errors are listed");
		assert((await page.locator("meta[name=robots][content=noindex]").count()) === 1, "not for search engines");
		await page.click(".store summary");
		await page.fill(".store [name=agency]", "平房区人民政府");
		await page.fill(".store [name=year]", "1999");
		await page.click(".store button");
		assert((await page.locator(".store .error").count()) === 1, "the year is refused beside its field");
		assert((await page.inputValue(".store [name=agency]")) === "平房区人民政府", "what was typed stays");
		await passesAxeWithoutScript(page);
		await page.fill(".store [name=agency]", "道里区人民政府");
		await page.fill(".store [name=year]", "2023");
		await page.click(".store button");
		assert((await page.locator("[role=alert]").count()) >= 1, "another agency's report is refused");
		assert((await total()) === before, "and not stored");
		await close(page);
	});

	await test("another file for the same agency and year is stored only after it was told", async () => {
		const file = path.join(work, "平房.txt");
		const text = readFileSync(path.join(reports, "000-pingfang-2020.txt"), "utf8");
		const page = await open("/check", { as: "author" });
		const check = async (content) => {
			writeFileSync(file, content);
			await page.goto(`${site}/check`);
			await page.setInputFiles("input[type=file]", file);
			await page.click("main form button[type=submit]");
			await page.waitForSelector(".store");
			await page.click(".store summary");
		};
		await check(`${text}\n\n`);
		const told = await page.locator(".store").innerText();
		assert(told.includes("平房区人民政府") && told.includes("已存有一份报告"), `by a short name it is told at once: ${told}`);
		await check(`${text.replaceAll("平房区", "无名区")}\n\n`);
		assert(!(await page.locator(".store").innerText()).includes("已存有一份报告"), "by an unknown name it is not");
		await page.fill(".store [name=agency]", "平房区人民政府");
		await page.click(".store button");
		await page.waitForSelector(".store [role=alert]");
		assert((await page.locator(".store [role=alert]").innerText()).includes("还没有存入"), "told before storing");
		assert((await page.locator(".store button").innerText()).includes("替换"), "the button says what happens");
		await passesAxe(page);
		await page.click(".store button");
		await page.waitForURL(/\/desk\/reports\/\d+/);
		assert((await page.locator(".notice.ok").innerText()).includes("已存入"), "then it is stored");
		assert(!page.url().includes("saved="), "the address is that of the report");
		await close(page);
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
		await close(page);
	});

	await test("more than twenty files are told at once", async () => {
		for (const javaScriptEnabled of [true, false]) {
			const page = await open("/check", { javaScriptEnabled });
			await page.setInputFiles("input[type=file]", Array(21).fill(path.join(reports, "000-pingfang-2020.txt")));
			await page.click("main form button[type=submit]");
			assert((await page.locator("#file-error").innerText()).includes("20"), `with script: ${javaScriptEnabled}`);
			await close(page);
		}
	});

	await test("sentences about a file follow the visitor's language", async () => {
		const page = await open("/check", { javaScriptEnabled: false, locale: "en-GB" });
		await page.setInputFiles("input[type=file]", path.join(work, "noise.docx"));
		await page.click("main form button[type=submit]");
		const notice = page.locator(".result .notice.late");
		assert((await notice.getAttribute("lang")) === "en" && /[a-z]{4}/.test(await notice.innerText()), await notice.innerText());
		await close(page);
	});

	await test("no file chosen is told beside the form", async () => {
		const page = await open("/check", { javaScriptEnabled: false });
		await page.evaluate(() => document.querySelector("input[type=file]").removeAttribute("required"));
		await page.click("main form button[type=submit]");
		assert((await page.locator("[role=alert]").first().innerText()).length > 4, "an alert");
		assert((await page.getAttribute("input[type=file]", "aria-invalid")) === "true", "at its field");
		await close(page);
	});
}
