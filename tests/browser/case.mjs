// One application through every act, in the officers' own pages: entry, register, correction, others asked,
// extension, redaction, draft, review, signature, delivery, archive; two officers at once. Each of its endings
// is endings.mjs's; the public's own pages have tests of their own.
import { assert, close, day, noSidewaysScroll, open, passesAxe, picture, site, test, words } from "./tools.mjs";

let count = 0;

export async function send(page, selector = "main form.form button[type=submit]:not([name])") {
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

/* What somebody hands in at the counter; its number in addresses. */
async function enter(fields = {}) {
	const page = await open("/desk/applications/new", { as: "case_officer" });
	await page.locator("[name=channel][value=in_person]").check();
	await fill(page, {
		submitted_on: day(0), applicant_kind: "natural_person", description: `第 ${++count} 号工程的验收报告全文，编号 ${count}-${Date.now()}。`,
		name: `王小${count}`, proof_kind: "other", proof_number: `P${1000 + count}`, phone: "13900000000", address: "演示路 1 号", ...fields,
	});
	await send(page, "main form button[type=submit]");
	const button = page.locator("main a.button[href^='/desk/applications/']");
	if (!(await button.count())) throw new Error(`not entered: ${await words(page, "main .notice")}`);
	const link = await button.getAttribute("href");
	await close(page);
	return link.match(/\d+/)[0];
}

/* Do an act as this person; the form must pass axe and the case must say that it was done. */
async function act(as, id, key, fields = {}, { button, expects } = {}) {
	const page = await open(`/desk/applications/${id}/acts/${key}`, { as });
	assert(page.status === 200, `${key} as ${as}: ${page.status}`);
	await passesAxe(page);
	await picture(page, `act-${key}`);
	await fill(page, fields);
	await send(page, button);
	const said = await words(page);
	if (expects) assert(said.includes(expects), `${key}: ${said.slice(0, 400)}`);
	else assert(page.url().includes(`done=${key}`), `${key} as ${as}: ${said.slice(0, 500)}`);
	await close(page);
	return said;
}

async function look(id, tab, as = "case_officer") {
	const page = await open(`/desk/applications/${id}${tab ? `?tab=${tab}` : ""}`, { as });
	const said = await words(page);
	await close(page);
	return said;
}

/* A draft of this kind that lacks nothing, saved. */
async function draft(id, reply) {
	const page = await open(`/desk/applications/${id}/draft?reply=${reply}`, { as: "case_officer" });
	for (const box of await page.locator("#exemptions input[type=checkbox]").all()) {
		await box.check();
		break;
	}
	for (const field of await page.locator("main form[method=post] .field").all()) {
		const input = field.locator("textarea, input, select").first();
		const kind = await input.evaluate((each) => each.type);
		const name = await input.getAttribute("name");
		if (await input.inputValue()) continue;
		if (name === "redactions") await input.fill("验收报告.docx\t第 2 段\t联系人姓名\t第十五条");
		else if (kind === "date") await input.fill(day(0));
		else if (kind !== "select-one")
			await input.fill("经检索和审查，本机关的认定和依据如上，具体情况见附件所列的材料。");
	}
	await send(page, "main form[method=post] button[type=submit]");
	await passesAxe(page);
	await picture(page, `draft-${reply}`);
	assert((await words(page)).includes("必备内容齐全"), `${reply}: ${(await words(page)).slice(0, 700)}`);
	await close(page);
}

async function finish(id, { legal = false, method = "post" } = {}) {
	await act("case_officer", id, "send_to_review");
	if (legal) {
		await act("reviewer", id, "send_to_legal");
		await act("legal_reviewer", id, "legal_agrees");
	} else await act("reviewer", id, "agree");
	await act("head", id, "sign", { sure: true });
	const page = await open(`/desk/applications/${id}?tab=letters`, { as: "case_officer" });
	assert((await words(page)).includes("〔"), "the reply has its number");
	await close(page);
	await act("case_officer", id, "deliver", {
		method, sure: true, ...(method === "post" && { tracking: "EMS123456789" }), ...(method !== "post" && method !== "online" && { receiver: "王小" }),
	});
	assert((await look(id)).includes("已办结"), "it is closed");
}

export async function registered(fields) {
	const id = await enter(fields);
	await act("case_officer", id, "register");
	return id;
}

async function allActs() {
	const id = await registered();
	await act("case_officer", id, "claim");
	await act("case_officer", id, "hand_back", { says: "不属于本科室" });
	await act("case_officer", id, "assign");
	await act("case_officer", id, "ask_unit", { says: "能否公开？", until: day(-3) });
	const unit = await open(`/desk/applications/${id}`, { as: "department" });
	assert(unit.status === 200 && !(await words(unit)).includes("王"), "the department sees the matter, not the applicant");
	await passesAxe(unit);
	await picture(unit, "case-department");
	await close(unit);
	await act("department", id, "unit_says", { answer: "partly", says: "遮盖电话后可以公开" });
	await act("case_officer", id, "note", { says: "已与部门当面沟通" });
	await act("case_officer", id, "ask_correction", { says: "请写明年份", until: day(-10) });
	await act("case_officer", id, "corrected", { says: "2025 年" });
	await act("case_officer", id, "consult_party", { party_name: "演示建设公司", party_reach: "演示路 2 号", says: "是否同意公开验收报告" });
	await act("case_officer", id, "consult_agency", { party_name: "演示市档案馆", says: "是否同意公开" });
	await act("case_officer", id, "consult_delivered");
	await act("case_officer", id, "consult_delivered");
	await act("case_officer", id, "consult_answered", { answer: "agrees", says: "同意" });
	await act("case_officer", id, "consult_answered", { answer: "agrees", says: "同意" });
	const outlook = await open(`/desk/applications/${id}/acts/extend`, { as: "head" });
	await fill(outlook, { days: "5", says: "材料较多" });
	await send(outlook, "button[name=preview]");
	assert(/答复期限[^]*\d\d-\d\d[^]*→[^]*\d{4}-\d\d-\d\d/.test(await words(outlook, ".outlook")), "the new due day is shown before");
	assert((await words(outlook, "#preview")).includes("5个工作日"), "and the letter as it would go out");
	await picture(outlook, "act-extend-preview");
	await close(outlook);
	await act("head", id, "extend", { days: "5", says: "材料较多" });
	await draft(id, "R36_2");
	await act("case_officer", id, "send_to_review");
	await act("reviewer", id, "send_back", { says: "请补充" });
	await finish(id, { legal: true });
	await act("case_officer", id, "delivery_signed");
	await act("case_officer", id, "archive");
	await act("head", id, "redo", { until: day(-20), says: "复议决定责令重新答复", sure: true });
	assert((await look(id)).includes("办理中"), "it is open again");
}

async function twoAtOnce() {
	const id = await registered();
	const slow = await open(`/desk/applications/${id}/acts/note`, { as: "case_officer" });
	await fill(slow, { says: "我先打的字" });
	await act("case_officer", id, "ask_correction", { says: "请写明年份", until: day(-10) });
	await send(slow);
	const said = await words(slow);
	assert(said.includes("告知补正") && said.includes("请写明年份"), `it says what happened meanwhile: ${said.slice(0, 300)}`);
	assert((await slow.locator("[name=says]").inputValue()) === "我先打的字", "what was typed is still there");
	await passesAxe(slow);
	await picture(slow, "act-stale");
	await send(slow);
	assert(slow.url().includes("done=note"), "and can be sent again");
	await close(slow);
	const one = await open(`/desk/applications/${id}/change`, { as: "case_officer" });
	const other = await open(`/desk/applications/${id}/change`, { as: "case_officer" });
	await passesAxe(one);
	await picture(one, "case-change");
	await fill(one, { title: "第一个人改的", phone: "13911112222" });
	await send(one);
	assert(one.url().includes("done=change"), `changed: ${await words(one)}`);
	await fill(other, { title: "第二个人改的" });
	await send(other);
	assert((await words(other, "table.stale")).includes("第一个人改的"), "both versions are shown");
	await passesAxe(other);
	await send(other);
	assert(other.url().includes("done=change"), "saved over it, knowingly");
	assert((await look(id, "record")).includes("联系电话"), "the record names the fields");
	await close(one);
	await close(other);
}

async function redacts(javaScriptEnabled) {
	const id = await registered();
	const page = await open(`/desk/applications/${id}?tab=files`, { as: "case_officer", javaScriptEnabled });
	await page.selectOption("#kind", "original");
	await page.setInputFiles("input[type=file][name=files]", {
		name: "验收记录.txt", mimeType: "text/plain",
		buffer: Buffer.from("验收合格。\n联系人张大山，电话 13912345678。\n身份证号 11010519491231002X。\n施工单位：演示建设公司。\n"),
	});
	await send(page, "form[action$='/files'] button");
	assert((await words(page)).includes("验收记录.txt"), "uploaded");
	await page.locator("a[href$='/redact']").first().click();
	await page.waitForSelector(".cut-units");
	assert((await page.locator(".cut-units mark").allInnerTexts()).join(" ").includes("13912345678"), "identifiers are marked");
	await page.fill("#terms", "张大山");
	await page.fill("#note", "联系人姓名");
	await send(page, "main form button.plain");
	assert((await page.locator(".cut-units mark").allInnerTexts()).join(" ").includes("张大山"), "the words too");
	if (javaScriptEnabled) {
		await passesAxe(page);
		await picture(page, "case-redact");
		await page.setViewportSize({ width: 320, height: 800 });
		await noSidewaysScroll(page);
		await page.setViewportSize({ width: 1280, height: 900 });
	}
	await send(page, "button[name=make]");
	assert(page.url().includes("done=redacted"), `made: ${(await words(page)).slice(0, 500)}`);
	assert((await words(page)).includes("验收记录（公开件）.txt"), "the released file stands beside the original");
	const href = await page.locator("a", { hasText: "公开件" }).first().getAttribute("href");
	const answer = await page.request.get(site + href);
	const text = await answer.text();
	assert(answer.headers()["content-disposition"].startsWith("attachment"), "a download, never inline");
	assert(!/张大山|13912345678|11010519491231002X/.test(text) && text.includes("验收合格"), "what went is gone");
	await close(page);
	const letter = await open(`/desk/applications/${id}/draft`, { as: "case_officer", javaScriptEnabled });
	assert((await letter.locator("[name=redactions]").inputValue()).includes("第十五条"), "the list stands in the draft");
	await close(letter);
}

async function everyTab() {
	const id = await registered();
	for (const tab of ["", "?tab=files", "?tab=letters", "?tab=clock", "?tab=record"]) {
		const page = await open(`/desk/applications/${id}${tab}`, { as: "case_officer" });
		await passesAxe(page);
		await picture(page, `case${tab.slice(5) && `-${tab.slice(5)}`}`);
		for (const width of [375, 320]) {
			await page.setViewportSize({ width, height: 800 });
			if (width === 375) await picture(page, `case${tab.slice(5) && `-${tab.slice(5)}`}-375`);
			await noSidewaysScroll(page);
		}
		await page.emulateMedia({ media: "print" });
		assert(!(await page.locator("main .acts").first().isVisible().catch(() => false)), "no buttons on paper");
		assert(page.problems.length === 0, page.problems.join("\n"));
		await close(page);
	}
	const letters = await open(`/desk/applications/${id}?tab=letters`, { as: "case_officer" });
	await letters.locator("tbody th a").first().click();
	await letters.waitForSelector(".paper");
	await passesAxe(letters);
	await picture(letters, "case-letter");
	for (const format of ["pdf", "docx", "envelope"]) {
		const answer = await letters.request.get(`${letters.url()}/${format}`);
		const bytes = await answer.body();
		assert(answer.status() === 200 && bytes.length > 500, `${format}: ${answer.status()}`);
	}
	await send(letters, "form[action$='/proof'] button");
	assert((await words(letters)).includes("送达回证"), "the proof of service is made");
	await passesAxe(letters);
	await letters.goBack();
	await letters.reload();
	await letters.locator("summary", { hasText: "作废" }).click();
	await letters.fill("#reason", "收到日期写错");
	await send(letters, "form[action$='/void'] button");
	assert((await words(letters)).includes("作废"), "voided");
	await close(letters);
}

export default async function run() {
	await test("every tab of a case passes axe, fits narrow screens and prints", everyTab);
	await test("an application goes through every act to the archive and is handled again", allActs);
	await test("of two officers the slower one learns what the other did", twoAtOnce);
	await test("a redacted file is clean and its list stands in the draft", () => redacts(true));
	await test("redaction works without script", () => redacts(false));
}
