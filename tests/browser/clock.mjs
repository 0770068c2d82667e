// The calculators of terms and fees, which are open to everybody, and the calendar's administration.
import { writeFileSync } from "node:fs";
import path from "node:path";
import { assert, close, noSidewaysScroll, open, passesAxe, passesAxeWithoutScript, picture, site, test, work } from "./tools.mjs";

const due = (page) => page.locator(".clock-due strong").first().innerText();

export default async function clock() {
	for (const javaScriptEnabled of [true, false])
		await test(`a visitor computes a due day and sees why, ${javaScriptEnabled ? "with" : "without"} script`, async () => {
			const page = await open("/clock", { javaScriptEnabled });
			await page.fill("#received", "2020-01-20");
			await page.click("main form button[type=submit]");
			assert((await due(page)) === "2020-02-25", await due(page));
			const month = page.locator(".month", { hasText: "2020 年 1 月" });
			/* 1 January 2020 was a Wednesday: the third column of the first week. */
			assert((await month.locator("tbody tr").first().locator("td").nth(2).innerText()).startsWith("1"), "the month begins on its weekday");
			assert((await month.locator("td.holiday").count()) === 8, "holidays from the 24th on");
			await page.locator("summary").click();
			assert((await page.locator(".clock-list tbody tr").count()) === 36, "every day is listed");
			await (javaScriptEnabled ? passesAxe(page) : passesAxeWithoutScript(page));
			await page.setViewportSize({ width: 320, height: 800 });
			await noSidewaysScroll(page);
			await close(page);
		});

	await test("a pause and an extension move the day, and the link keeps them", async () => {
		const page = await open("/clock", { javaScriptEnabled: false });
		await page.fill("#received", "2020-10-21");
		await page.fill("#on-0", "2020-10-27");
		await page.locator("[name=kind]").nth(0).selectOption("paused:third_party");
		await page.fill("#on-1", "2020-11-17");
		await page.locator("[name=kind]").nth(1).selectOption("resumed");
		await page.click("main form button[type=submit]");
		assert((await due(page)) === "2020-12-09", await due(page));
		assert((await page.locator("td.paused").count()) === 21, "the days of asking");
		/* The rows stay and there are new ones, so a third thing can be added. */
		await page.fill("#on-2", "2020-12-01");
		await page.locator("[name=kind]").nth(2).selectOption("extended");
		await page.locator("[name=n]").nth(2).fill("20");
		await page.click("main form button[type=submit]");
		assert((await due(page)) === "2021-01-07", await due(page));
		await picture(page, "clock-1280");
		await page.getByText("这个结果的链接").click();
		assert((await due(page)) === "2021-01-07", "the link gives the same");
		const json = await (await fetch(site + (await page.getByText("JSON").getAttribute("href")))).json();
		assert(json.due === "2021-01-07" && json.events.length === 4, JSON.stringify(json.events));
		await close(page);
	});

	await test("what cannot be is told beside its field, and what was typed stays", async () => {
		const page = await open("/clock?received=2020-10-21&event=2020-10-20:paused", { javaScriptEnabled: false });
		assert((await page.locator("[role=alert]").innerText()).includes("早于"), "an event before receipt");
		assert((await page.inputValue("#on-0")) === "2020-10-20", "the row stays");
		await page.goto(`${site}/clock?received=&on=2020-10-20&kind=extended&n=99`);
		assert((await page.locator(".clock-event .error").count()) === 1, "a wrong extension");
		assert((await page.locator("#received-error").count()) === 1, "no day of receipt");
		await passesAxeWithoutScript(page);
		await page.goto(`${site}/clock?received=2026-12-20`);
		assert((await page.locator("[role=alert]").innerText()).includes("2027"), "the year without data is named");
		await close(page);
	});

	await test("a visitor computes a fee line by line", async () => {
		const page = await open("/fee");
		await page.fill("#by_case", "45");
		await page.getByText("按件计算").click();
		assert((await page.locator(".clock-due").innerText()).includes("5500"), "5500 yuan");
		assert((await page.locator(".clock-list tbody tr").count()) === 4, "four bands");
		await passesAxe(page);
		await page.fill("#by_page", "-1");
		await page.getByText("按量计算").click();
		assert((await page.locator("[role=alert]").count()) === 1, "a negative number is refused");
		await close(page);
	});

	await test("an administrator takes in a year after seeing what changes, and adds a local day", async () => {
		const file = path.join(work, "2027.csv");
		writeFileSync(file, "date,kind,name\n2027-01-01,holiday,元旦\n2027-01-02,holiday,元旦\n");
		const page = await open("/admin/calendar", { as: "system_admin" });
		await passesAxe(page);
		await picture(page, "calendar-admin-1280");
		await page.setInputFiles("#file", file);
		await page.fill("#note", "测试通知");
		await page.getByRole("button", { name: "预览" }).click();
		assert((await page.locator(".lamp.soon").innerText()).includes("不全"), "a thin year is pointed out");
		assert((await page.locator("tbody tr").count()) === 2, "the days that change");
		await passesAxe(page);
		await page.getByRole("button", { name: /写入/ }).click();
		await page.waitForURL(/done=nation/);
		assert((await page.locator("tbody a", { hasText: "2027" }).count()) === 1, "the year is there");
		const json = await (await fetch(`${site}/api/v1/clock?received=2026-12-20`)).json();
		assert(json.due === "2027-01-18", json.due);
		await page.locator("input[name=name]").first().fill("平房区人民政府");
		await page.getByRole("button", { name: "选这个机关" }).click();
		await page.fill("#day", "2026-03-03");
		await page.fill("#name", "防汛");
		await page.getByRole("button", { name: "增加这一天" }).click();
		await page.waitForURL(/done=added/);
		assert((await page.locator(".calendar-locals li").innerText()).includes("防汛"), "the local day is there");
		await passesAxe(page);
		await noSidewaysScroll(page);
		await page.getByRole("button", { name: /删去/ }).click();
		await page.waitForURL(/done=dropped/);
		assert((await page.locator(".calendar-locals").count()) === 0, "and gone again");
		await close(page);
	});
}
