// What happens to agencies over the years: split, merged, ended; the tree as a file; a site under its own host
// name; a colleague who acts for another. All by clicking, with and without script.
import { readFileSync } from "node:fs";
import path from "node:path";
import { assert, chromiumMapped, close, day, open, passesAxe, passesAxeWithoutScript, press, reportOf, run, site, test, words, work } from "./tools.mjs";

/* The record of a new agency below 平房区人民政府; its page and number. */
async function make(name, javaScriptEnabled) {
	const page = await open("/admin/agencies?q=平房区人民政府", { as: "system_admin", javaScriptEnabled });
	await page.click("main tbody th a");
	await page.click("main a:has-text('新增下级')");
	await page.fill("[name=name]", name);
	await page.click("main form[method=post] button");
	assert((await words(page, ".notice.ok")).includes("已新增"), `${name} is made`);
	return { page, id: page.url().match(/agencies\/(\d+)/)[1] };
}

async function deedsOf(page) {
	return page.locator("main .acts a").allInnerTexts();
}

async function split(javaScriptEnabled) {
	const sign = javaScriptEnabled ? "甲" : "乙";
	for (const each of ["规划局", "林业局"]) await close((await make(`平房区${sign}${each}`, javaScriptEnabled)).page);
	const { page, id } = await make(`平房区${sign}国土局`, javaScriptEnabled);
	await page.click("main a:has-text('拆分')");
	await page.fill("[name=successors]", `平房区${sign}规划局\n没有这个局`);
	await page.fill("[name=on]", "2020-01-01");
	await page.click("main form[method=post] button");
	assert((await words(page, "main .error")).includes("没有找到机关"), "a successor that does not exist is told");
	await page.fill("[name=successors]", `平房区${sign}规划局\n平房区${sign}林业局`);
	await page.click("main form[method=post] button");
	assert((await words(page, ".notice.ok")).includes("已拆分"), "split");
	const said = await words(page);
	assert(said.includes(`平房区${sign}规划局`) && said.includes(`平房区${sign}林业局`), `its heirs are named: ${said}`);
	assert((await deedsOf(page)).length === 0, "nothing more can be done with it");
	await passesAxe(await open(`/admin/agencies/${id}`, { as: "system_admin" }));
	await page.click(`main a:has-text("平房区${sign}规划局")`);
	assert((await words(page)).includes(`平房区${sign}国土局`), "the heir names whom it comes after");
	await close(page);
}

async function merge(javaScriptEnabled) {
	const sign = javaScriptEnabled ? "甲" : "乙";
	const heir = await make(`平房区${sign}文旅局`, javaScriptEnabled);
	await close(heir.page);
	const { page, id } = await make(`平房区${sign}旅游局`, javaScriptEnabled);
	await page.click("main a:has-text('并入')");
	await page.click("main form[method=post] button");
	assert((await page.locator("main .error").count()) >= 1, "one must be chosen");
	await page.fill("main [name=q]", `${sign}文旅`);
	await page.click("main form[role=search] button");
	await page.check(`main [name=pick][value="${heir.id}"]`);
	await page.fill("[name=on]", "2021-03-01");
	await page.click("main form[method=post] button");
	assert((await words(page, ".notice.ok")).includes("已并入"), "merged");
	assert((await words(page)).includes(`平房区${sign}文旅局`), "the heir is named");
	assert((await deedsOf(page)).length === 0, "nothing more can be done with it");
	await page.goto(`${site}/admin/agencies?q=${encodeURIComponent(`${sign}旅游局`)}`);
	assert(!(await page.locator(`main a[href$="/agencies/${id}"]`).count()), "not among those that exist");
	await close(page);
}

async function end(javaScriptEnabled) {
	const name = `平房区${javaScriptEnabled ? "甲" : "乙"}指挥部`;
	const { page, id } = await make(name, javaScriptEnabled);
	await page.click("main .acts a:has-text('撤销')");
	await page.fill("[name=on]", "2022-01-01");
	await page.click("main form[method=post] button");
	assert((await page.locator("main .error").count()) >= 1, "the box must be ticked");
	await page.check("[name=sure]");
	await page.click("main form[method=post] button");
	assert((await words(page, ".notice.ok")).includes("已撤销"), "ended");
	await page.goto(`${site}/admin/agencies/${id}/end`);
	assert((await words(page, ".notice")).includes("已经撤销"), "not twice");
	await close(page);
	const reader = await fetch(`${site}/directory?q=${encodeURIComponent(name)}`);
	assert((await reader.text()).includes("没有找到"), "the public directory has it no more");
}

/* What a click on a link saves. */
async function saved(page, selector) {
	const coming = page.waitForEvent("download");
	await page.click(selector);
	const file = path.join(work, "saved");
	const download = await coming;
	await download.saveAs(file);
	return { name: download.suggestedFilename(), bytes: readFileSync(file) };
}

async function exported() {
	const page = await open("/admin/agencies", { as: "system_admin" });
	const csv = await saved(page, "main a:has-text('导出 CSV')");
	assert(csv.name.endsWith(".csv"), csv.name);
	const text = csv.bytes.toString("utf8");
	assert(text.includes("机关名称") && text.includes("松北区船口街道办事处"), "the whole tree");
	const xlsx = await saved(page, "main a:has-text('导出 Excel')");
	assert(xlsx.bytes.subarray(0, 2).toString() === "PK" && xlsx.name.endsWith(".xlsx"), "an Excel file");
	await page.goto(`${site}/admin/agencies/import`);
	await page.setInputFiles("input[type=file]", { name: csv.name, mimeType: "text/csv", buffer: csv.bytes });
	await page.click("main form[enctype] button[type=submit]");
	assert((await page.locator("form[action$='/confirm']").count()) === 0, "read back, it would change nothing");
	assert((await page.locator("main .lamp.late").count()) === 0, "and has no mistake");
	await close(page);
}

/* --- a site under its own host name --- */

async function siteOfItsOwn() {
	const page = await open("/admin/agencies/sites/new", { as: "system_admin" });
	const typed = {
		host: "daoli.example", agency: "道里区人民政府", title: "道里区信息公开", organizer: "道里区人民政府办公室",
		icp: "黑ICP备05000001号-1", police: "公安备案办理中", site_code: "2301020001",
	};
	for (const [name, value] of Object.entries(typed)) await page.fill(`[name=${name}]`, value);
	await page.selectOption("[name=palette]", "plum");
	await page.click("main form[method=post] button");
	const said = await words(page);
	assert(said.includes("daoli.example"), `listed: ${said}`);
	assert(said.includes("请核对公安备案号") && !said.includes("请核对 ICP"), "a number of unusual form is pointed out");
	await close(page);
	const mapped = await chromiumMapped();
	const port = new URL(site).port;
	try {
		const reader = await (await mapped.newContext({ locale: "zh-CN" })).newPage();
		await reader.goto(`http://daoli.example:${port}/reports`);
		assert((await reader.innerText("header")).includes("道里区信息公开"), "its title");
		assert(await reader.evaluate(() => document.documentElement.outerHTML.includes("theme-plum")), "its colours");
		const foot = await reader.innerText("footer");
		for (const each of ["道里区人民政府办公室", "黑ICP备05000001号-1", "2301020001"]) assert(foot.includes(each), `${each} in ${foot}`);
		const list = await reader.innerText("main");
		assert(list.includes("道里区人民政府办公室") && !list.includes("平房区"), `its own reports only: ${list}`);
		await passesAxe(reader);
		const other = await (await fetch(`${site}/api/v1/reports?q=${encodeURIComponent("平房区")}`)).json();
		for (const address of [`/reports/${other.reports[0].id}`, `/agencies/${other.reports[0].agency_id}`, `/api/v1/reports/${other.reports[0].id}`])
			assert((await reader.goto(`http://daoli.example:${port}${address}`)).status() === 404, `${address} is not this site's`);
		const own = await (await reader.goto(`http://daoli.example:${port}/api/v1/reports`)).json();
		assert(own.total >= 1 && own.reports.every((each) => each.agency.startsWith("道里区")), "nor the interface's");
		await reader.goto(`http://daoli.example:${port}/`);
		assert(!(await reader.innerText("main")).includes("平房区"), "nor the home page's");
	} finally {
		await mapped.close();
	}
}

/* --- a colleague acts --- */

async function lent(javaScriptEnabled) {
	const year = javaScriptEnabled ? 2030 : 2031;
	run("report", "import", "--data", path.join(work, "demo"), "--waiting", reportOf(year));
	const approver = await open("/profile", { as: "approver", javaScriptEnabled });
	await approver.click("main details:has-text('委托同事代办') summary");
	const today = day();
	const fields = approver.locator("main details form");
	await fields.locator("[name=to]").fill("reviewer");
	for (const name of ["first", "last"]) await fields.locator(`[name=${name}]`).fill(today);
	await fields.locator("[name=reason]").fill("休假");
	await fields.locator("p.acts button").click();
	assert((await words(approver)).includes("演示审核人"), "lent");
	const colleague = await open("/desk", { as: "reviewer", javaScriptEnabled });
	await colleague.click(`main a:has-text("${year}")`);
	await press(colleague, "main a[href*='to=show']");
	await press(colleague, "main form[method=post] button");
	assert((await words(colleague, ".notice.ok")).includes("已公布"), "the colleague published it");
	const shown = colleague.url().split("?")[0];
	await approver.goto(`${site}/profile`);
	await approver.click("main button:has-text('提前结束')");
	assert((await words(approver)).includes("已结束"), "ended");
	await close(approver);
	assert((await colleague.goto(`${shown}/step?to=withdraw`)).status() === 403, "and so is the colleague's right");
	await close(colleague);
}

/* --- two agencies of one name --- */

async function chosen(javaScriptEnabled) {
	const year = javaScriptEnabled ? 2032 : 2033;
	const name = javaScriptEnabled ? "甲县数据局" : "乙县数据局";
	const list = `机关名称,上级机关\n${name},平房区人民政府\n${name},道里区人民政府\n`;
	const admin = await open("/admin/agencies/import", { as: "system_admin" });
	await admin.setInputFiles("input[type=file]", { name: "a.csv", mimeType: "text/csv", buffer: Buffer.from(list) });
	await admin.click("main form[enctype] button[type=submit]");
	await admin.click("main form[action$='/confirm'] button");
	await admin.goto(`${site}/admin/agencies?q=${encodeURIComponent(name)}`);
	const links = await admin.locator("main tbody th a").evaluateAll((all) => all.map((each) => each.pathname));
	assert(links.length === 2, `both are there: ${links}`);
	await close(admin);
	for (const id of links.map((each) => each.match(/\d+$/)[0]))
		run("user", "role", "author", "give", "author", "--data", path.join(work, "demo"), "--agency", id);
	const author = await open("/check", { as: "author", javaScriptEnabled });
	await author.setInputFiles("input[type=file]", reportOf(year));
	await author.click("main form[enctype] button[type=submit]");
	await author.waitForSelector(".store summary");
	await author.click(".store summary");
	await author.fill(".store [name=agency]", name);
	await author.fill(".store [name=year]", String(year));
	await author.click(".store button[type=submit]");
	await author.waitForSelector(".store [name=agency_id]");
	assert((await words(author, ".store [role=alert]")).includes("有几个机关叫这个名称"), "it asks which one");
	const places = await author.locator(".store [name=agency_id] option").allInnerTexts();
	assert(places.some((each) => each.includes("道里区人民政府 › ")) && places.some((each) => each.includes("平房区人民政府 › ")), `by what stands above: ${places}`);
	await (javaScriptEnabled ? passesAxe(author) : passesAxeWithoutScript(author));
	await author.selectOption(".store [name=agency_id]", { label: places.find((each) => each.includes("道里区")) });
	await author.click(".store button[type=submit]");
	await author.waitForURL(/desk\/reports\/\d+/);
	assert((await words(author)).includes(name), "stored for it");
	await close(author);
}

export default async function tree() {
	for (const script of [true, false]) {
		const how = script ? "with script" : "without script";
		await test(`an agency is split, ${how}`, () => split(script));
		await test(`an agency is merged into another, ${how}`, () => merge(script));
		await test(`an agency ends, ${how}`, () => end(script));
		await test(`a report of one of two agencies of the same name, ${how}`, () => chosen(script));
		await test(`a colleague acts for the approver until that ends, ${how}`, () => lent(script));
	}
	await test("the tree goes out as a file and reads back as the same", exported);
	await test("a site under its own host name shows its part of the tree only", siteOfItsOwn);
}
