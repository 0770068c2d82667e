// The way of a report from its author over the approver to the public and back, with script and
// without, by keyboard; and what the auditor sees of it. Accounts are those of the demonstration.
import { assert, close, keyIn, noSidewaysScroll, open, passesAxe, picture, press, reportOf, site, test, words } from "./tools.mjs";

async function publicStatus(id) {
	return (await fetch(`${site}/reports/${id}`)).status;
}

async function storeByKeyboard(year, javaScriptEnabled) {
	const page = await open("/check", { as: "author", javaScriptEnabled });
	await page.setInputFiles("input[type=file]", reportOf(year));
	await page.locator("main form[enctype] button[type=submit]").focus();
	await page.keyboard.press("Enter");
	await page.waitForSelector(".store summary");
	if (javaScriptEnabled) await page.waitForSelector(".drop-progress:not(:has(progress))");
	await page.locator(".store summary").focus();
	await page.keyboard.press("Enter");
	await keyIn(page, { agency: "平房区人民政府", year: String(year) });
	assert(/\/desk\/reports\/\d+/.test(page.url()), `stored: ${page.url()}`);
	assert((await words(page, ".notice.ok")).includes("等待签发"), "it says what was done and what follows");
	const id = page.url().match(/reports\/(\d+)/)[1];
	await close(page);
	return id;
}

async function life(year, javaScriptEnabled) {
	const id = await storeByKeyboard(year, javaScriptEnabled);
	assert((await publicStatus(id)) === 404, "the public does not see it yet");
	const approver = await open("/desk", { as: "approver", javaScriptEnabled });
	await press(approver, `main a[href="/desk/reports/${id}"]`);
	await press(approver, "main a[href*='to=show']");
	assert((await words(approver)).includes("公布后任何人都可以查阅"), "what will happen is said before");
	assert((await publicStatus(id)) === 404, "and has not happened");
	await press(approver, "main form[method=post] button");
	assert((await words(approver, ".notice.ok")).includes("已公布"), "said after");
	assert((await publicStatus(id)) === 200, "the public sees it");
	await press(approver, "main a[href*='to=withdraw']");
	await keyIn(approver, { note: `第 ${year} 号更正：数字有误` });
	assert((await words(approver, ".notice.ok")).includes("已撤下"), "withdrawn");
	assert((await publicStatus(id)) === 404, "the public does not see it any more");
	await close(approver);
	const author = await open("/desk/notices", { as: "author", javaScriptEnabled });
	const said = await words(author);
	assert(said.includes(`${year}`) && said.includes("撤下"), `the author finds the notice: ${said}`);
	await press(author, `main a[href="/desk/reports/${id}"]`);
	assert((await words(author)).includes("数字有误"), "with the reason");
	await author.goto(`${site}/desk/notices`);
	await press(author, "main form[action='/desk/notices/read'] button");
	assert((await author.locator("main .lamp.soon").count()) === 0, "read");
	await close(author);
}

async function returned() {
	const id = await storeByKeyboard(2026, true);
	const approver = await open(`/desk/reports/${id}/step?to=return`, { as: "approver", javaScriptEnabled: false });
	const field = approver.locator("[name=note]");
	await field.evaluate((each) => each.removeAttribute("required"));
	await press(approver, "main form[method=post] button");
	assert((await approver.locator("[role=alert]").count()) === 1, "a reason is asked for");
	await keyIn(approver, { note: "表三缺一行" });
	assert((await words(approver, ".notice.ok")).includes("已退回"), "returned");
	await close(approver);
	const author = await open("/desk", { as: "author" });
	assert((await words(author)).includes("2026"), "it waits for its author");
	await picture(author, "desk-author-returned");
	await passesAxe(author);
	await close(author);
}

async function two() {
	const id = await storeByKeyboard(2027, true);
	const first = await open(`/desk/reports/${id}/step?to=show`, { as: "approver" });
	const second = await open(`/desk/reports/${id}/step?to=return`, { as: "approver" });
	await press(first, "main form[method=post] button");
	await second.locator("[name=note]").fill("再看看");
	const reply = second.waitForResponse((each) => each.request().method() === "POST");
	await second.locator("main form[method=post] button").click();
	assert((await reply).status() === 409, "the second step is refused");
	await second.waitForSelector("[role=alert]");
	assert((await publicStatus(id)) === 200, "the first holds");
	await close(first);
	await close(second);
}

async function audit() {
	const page = await open("/admin/audit", { as: "auditor", javaScriptEnabled: false });
	await keyIn(page, { deed: "report." });
	const rows = await page.locator("main tbody tr").count();
	assert(rows > 5, "the steps of the reports are there");
	for (const deed of await page.locator("main tbody td[data-label=事项]").allInnerTexts())
		assert(/(^|\s)report\./.test(deed), `only what was asked: ${deed}`);
	const file = await page.context().request.get(site + (await page.getAttribute("a[href^='/admin/audit/export']", "href")));
	const text = await file.text();
	assert(file.status() === 200 && /attachment/.test(file.headers()["content-disposition"]), "a download");
	const lines = text.trim().split("\n").length;
	assert(lines > rows && !text.includes("account.signed_in"), `the export follows the filter: ${lines} lines`);
	await close(page);
	const narrow = await open("/admin/audit?deed=report.", { as: "auditor", viewport: { width: 320, height: 800 } });
	await narrow.locator("main td summary").first().click();
	await noSidewaysScroll(narrow);
	await close(narrow);
	const other = await open("/admin/audit", { as: "system_admin" });
	assert(other.status === 403, `the system administrator may not: ${other.status}`);
	await passesAxe(other);
	await close(other);
}

export default async function desk() {
	for (const [year, script] of [[2021, true], [2022, false]])
		await test(`a report is stored, published, withdrawn, and its author told, ${script ? "with" : "without"} script, by keyboard`, () => life(year, script));
	await test("a report is returned with a reason and waits for its author", returned);
	await test("two approvers decide at once: the second is told and nothing is lost", two);
	await test("the auditor filters and exports, and nobody else may", audit);
}
