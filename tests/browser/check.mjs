// Checking files, which is open to everybody and keeps nothing, and storing what was checked, which
// needs an author. What happens to a stored report is desk.mjs's.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { assert, close, noSidewaysScroll, open, passesAxe, passesAxeWithoutScript, picture, reports, site, test, work } from "./tools.mjs";

export default async function checking() {
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
		await close(page);
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
		await close(page);
	});

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
