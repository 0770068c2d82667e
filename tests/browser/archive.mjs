// Reconsideration that is corrected and handled again, the complete file of a case, and its disposal by two
// persons, in the officers' own pages. Accounts are those of the demonstration.
import { spawnSync } from "node:child_process";
import path from "node:path";
import { assert, close, day, noSidewaysScroll, open, passesAxe, picture, site, test, words, work } from "./tools.mjs";


async function send(page, selector = "main form.form button[type=submit]") {
	await Promise.all([page.waitForEvent("domcontentloaded"), page.locator(selector).first().click()]);
	await page.waitForLoadState("load");
}

async function fill(page, fields) {
	for (const [name, value] of Object.entries(fields)) {
		const field = page.locator(`main form [name="${name}"]`).first();
		const kind = await field.evaluate((each) => `${each.tagName} ${each.type}`);
		if (value === true) await field.check();
		else if (kind === "INPUT radio") await page.locator(`main [name="${name}"][value="${value}"]`).check();
		else if (kind.startsWith("SELECT")) await field.selectOption(value);
		else await field.fill(value);
	}
}

async function fits(page, name) {
	await passesAxe(page);
	await picture(page, name);
	await page.setViewportSize({ width: 320, height: 800 });
	await noSidewaysScroll(page);
	await picture(page, `${name}-320`);
	await page.setViewportSize({ width: 1280, height: 900 });
}

async function act(as, id, key, fields = {}) {
	const page = await open(`/desk/applications/${id}/acts/${key}`, { as });
	await fill(page, fields);
	await send(page, "main form.form button[type=submit]:not([name])");
	assert(page.url().includes(`done=${key}`), `${key}: ${(await words(page)).slice(0, 400)}`);
	await close(page);
}

async function enter() {
	const page = await open("/desk/applications/new", { as: "case_officer" });
	await page.locator("[name=channel][value=in_person]").check();
	await fill(page, {
		submitted_on: day(0), applicant_kind: "natural_person", description: `归档旅程的施工合同，编号 ${Date.now()}。`,
		name: "孙旅程", proof_kind: "other", proof_number: "P9001", phone: "13900000009", address: "演示路 9 号",
	});
	await send(page, "main form button[type=submit]");
	const link = await page.locator("main a.button[href^='/desk/applications/']").getAttribute("href");
	await close(page);
	return link.match(/\d+/)[0];
}

let id = 0;

async function disputed() {
	id = await enter();
	await act("case_officer", id, "register");
	await act("case_officer", id, "withdraw", { says: "申请人撤回", sure: true });
	const page = await open(`/desk/applications/${id}`, { as: "legal_reviewer" });
	await page.locator(`main a[href='/desk/disputes/new?application=${id}']`).click();
	await page.waitForLoadState("load");
	await fits(page, "dispute-new");
	await fill(page, { body: "演示市人民政府", case_number: "演政复〔2026〕8号", arrived: day(400), simple: true, answer_due: day(1) });
	await send(page);
	assert((await words(page, ".notice.ok")).includes("已保存"), "saved");
	assert((await words(page)).includes("超期"), "the lamp tells that the answer is late");
	const address = page.url().replace(/\?.*/, "").replace(site, "");
	await fill(page, { result: "corrected" });
	await send(page);
	assert((await words(page, "[role=alert]")).includes("审结日期"), "a result needs its day");
	await fill(page, { ended: day(0), says: "责令重新答复" });
	await send(page);
	assert((await words(page)).includes("结果纠正"), "corrected");
	await close(page);
	return address;
}

async function corrected() {
	const address = await disputed();
	const two = await open(address, { as: "case_officer" });
	await two.evaluate(() => { document.querySelector("main [name=version]").value = "1"; });
	const reply = two.waitForResponse((each) => each.request().method() === "POST");
	await two.locator("main form.form button[type=submit]").click();
	assert((await reply).status() === 409, "an old form is refused");
	await close(two);
	const head = await open(address, { as: "head" });
	await fits(head, "dispute-corrected");
	assert((await head.locator("main form.form").count()) === 0, "a head does not enter");
	await head.locator(`main a[href='/desk/applications/${id}/acts/redo']`).click();
	await head.waitForLoadState("load");
	await fill(head, { until: day(-20), says: "复议决定责令重新答复", sure: true });
	await send(head, "main form.form button[type=submit]:not([name])");
	assert((await words(head)).includes("办理中"), "it is open again");
	await close(head);
	const list = await open("/desk/disputes?result=corrected", { as: "supervisor" });
	assert((await words(list)).includes("演政复〔2026〕8号"), "it is in the register");
	await fits(list, "disputes");
	await close(list);
}

async function packed() {
	await act("case_officer", id, "withdraw", { says: "申请人再次撤回", sure: true });
	await act("case_officer", id, "archive");
	const page = await open(`/desk/applications/${id}/archive`, { as: "case_officer" });
	await fits(page, "archive");
	const coming = page.waitForEvent("download");
	await page.locator("main form[action$='archive.zip'] button").click();
	const download = await coming;
	assert(/^案卷-.*\.zip$/.test(download.suggestedFilename()), download.suggestedFilename());
	const listed = spawnSync("python3", ["-c",
		"import sys,zipfile,json\nz=zipfile.ZipFile(sys.argv[1])\nassert z.testzip() is None\ni=json.loads(z.read('index.json'))\nprint(len(i['entries']), len(i['disputes']), *z.namelist())",
		await download.path()], { encoding: "utf8" });
	assert(listed.stdout.startsWith("2 1 index.html index.json digests.txt letters/"), `${listed.stdout}${listed.stderr}`);
	await fill(page, { retention: "long" });
	await send(page, "main form[action$='/archive'] button");
	assert((await words(page)).includes("定期（长）"), "kept longer");
	await fill(page, { retention: "usual" });
	await send(page, "main form[action$='/archive'] button");
	await close(page);
}

async function disposed() {
	/* Fifteen years pass. */
	const passed = spawnSync("python3", ["-c",
		"import sys,sqlite3\nd=sqlite3.connect(sys.argv[1],timeout=20)\nd.execute('update application set archived_on=14700 where id=?',(sys.argv[2],))\nd.commit()",
		path.join(work, "demo/gongkai.db"), id], { encoding: "utf8" });
	assert(passed.status === 0, passed.stderr);
	const officer = await open("/desk/applications/disposal", { as: "case_officer" });
	await officer.locator(`main [name=case][value='${id}']`).check();
	await fill(officer, { says: "保管期满" });
	await send(officer, "main button[value=propose]");
	assert((await words(officer, ".notice.ok")).includes("等待负责人批准"), "proposed");
	await fits(officer, "disposal");
	await close(officer);
	const head = await open("/desk/applications/disposal", { as: "head" });
	await head.locator(`main [name=case][value='${id}']`).check();
	await fill(head, { says: "同意" });
	await send(head, "main button[value=approve]");
	assert((await words(head, "[role=alert]")).includes("勾选"), "it asks once more");
	await head.locator(`main [name=case][value='${id}']`).check();
	await fill(head, { says: "同意", sure: true });
	await send(head, "main button[value=approve]");
	assert((await words(head, ".notice.ok")).includes("已批准销毁"), "disposed of");
	await close(head);
	const after = await open(`/desk/applications/${id}`, { as: "case_officer" });
	const said = await words(after);
	assert(said.includes("已销毁") && !said.includes("归档旅程"), said.slice(0, 400));
	await fits(after, "case-removed");
	await close(after);
}

export default async function () {
	await test("a reconsideration is entered, corrected, and the application is handled again", corrected);
	await test("the complete file of a case is one zip with its index", packed);
	await test("two persons dispose of a case whose time is over, and nothing of the person is shown", disposed);
}
