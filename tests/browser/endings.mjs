// One application through each of its endings, from the public form or the officer's entry to the archive:
// a row of the table for each ending, journey.mjs takes it there. What redaction and stale forms do is
// case.mjs's, what a disposal removes archive.mjs's.
import { spawnSync } from "node:child_process";
import path from "node:path";
import { act, agency, answer, arrive, askProgress, check, checkFigures, checkLetters, checkNumbers, desk, draft, figures, findHome, haveCalendar, leaveDesks, look, never, send } from "./journey.mjs";
import { assert, day, site, test, work } from "./tools.mjs";

/* Each kind of reply: title of its letter, row of the annual report's third table, remedy. */
const replies = {
	R36_1: ["政府信息已主动公开告知书", "予以公开", "opt"], R36_2: ["政府信息予以公开告知书", "予以公开", "opt"],
	R37: ["政府信息部分公开告知书", "部分公开", "both"], R36_3: ["政府信息不予公开告知书", "不予公开：国家秘密", "pre"],
	R36_4: ["政府信息不存在告知书", "无法提供：本机关不掌握", "opt"], R36_5: ["非本机关负责公开告知书", "无法提供：本机关不掌握", "opt"],
	R36_6: ["重复申请不予重复处理告知书", "不予处理：重复申请", "opt"], R36_7: ["依照特别规定办理告知书", "不予公开：行政查询事项", "opt"],
	R38: ["需加工分析不予提供告知书", "无法提供：需要另行制作", "opt"], R39_1: ["信访、投诉、举报事项告知书", "不予处理：信访举报投诉", "opt"],
	R39_2: ["公开出版物获取途径告知书", "不予处理：公开出版物", "opt"], R35: ["政府信息公开申请不予处理告知书", "不予处理：无正当理由大量反复申请", "opt"],
	R30: ["政府信息公开申请不再处理告知书", "其他处理：逾期不补正", "opt"], R30_vague: ["政府信息公开申请补正后仍不明确告知书", "无法提供：补正后仍不明确", "opt"],
	fee_lapsed: ["政府信息公开申请不再处理告知书", "其他处理：逾期不缴费", "opt"],
	reconfirm: ["政府信息公开申请不予处理告知书（确认或者重新出具）", "不予处理：要求确认或重新出具", "opt"],
	R41_done: ["政府信息更正申请答复书", null, "opt"], R41_not: ["政府信息更正申请答复书", null, "opt"], R41_sent: ["政府信息更正申请答复书", null, "opt"],
};

const officer = "case_officer";
const head = "head";
const me = "applicant";
const soon = (days = 10) => day(-days);
const late = (ago) => ({ day: day(ago), reason: "补录" });
const party = { party_name: "演示建设公司", party_reach: "演示路 2 号", says: "是否同意公开验收报告" };
const otherAgency = { party_name: "演示市档案馆", says: "是否同意公开" };
const fee = { standard: "page", pages: "150", says: "到财政指定账户缴纳" };
const asked = [officer, "consult_party", party];
const served = [officer, "consult_delivered"];
const tell = { which: { pick: "演示建设公司" }, says: "公开不损害合法权益，决定公开" };

/*
 * name: of the ending, and of the applicant; from: the channel; who: kind of applicant; ago: days since it
 * came; isEarly: it ends before it is received; fillers: so many others of the same applicant came before;
 * steps: [who, act, fields, words of a refusal or never, words that the case then shows]; mends: the day of
 * an entry; isRepeat: asks what was answered before. reply, says (its fields), exempt, isLegal (goes to the
 * lawyers), sending (fields of the review), before (steps before the delivery), way of delivery; row: of the
 * table where the reply alone does not decide; text: what the letter must say; papers: what others must.
 * dispute: kind and result of what follows.
 */
const endings = [
	{ name: "已主动公开", from: "online", reply: "R36_1", way: "online", says: { public_address: "https://example.cn/gongkai/1" }, text: ["https://example.cn/gongkai/1"], dispute: ["reconsideration", "upheld"] },
	{ name: "予以公开", from: "in_person", reply: "R36_2", way: "direct", isLegal: true, dispute: ["reconsideration", "corrected"] },
	{ name: "部分公开", from: "email", who: "biz", reply: "R37", exempt: "ex15_third_party", dispute: ["reconsideration", "other"] },
	{ name: "国家秘密", from: "online", reply: "R36_3", exempt: "ex14_secret", isLegal: true, steps: [
		[officer, "ask_counsel", { party_name: "演示律师事务所", says: "定密依据是否充分", until: soon(5) }], ["legal_reviewer", "counsel_says", { says: "依据充分" }]],
		dispute: ["reconsideration", "pending"] },
	{ name: "法律禁止公开", from: "mail_signed", who: "research", reply: "R36_3", exempt: "ex14_forbidden", row: "不予公开：法律行政法规禁止公开", way: "entrusted", dispute: ["litigation", "upheld"] },
	{ name: "危及安全稳定", from: "mail_plain", reply: "R36_3", exempt: "ex14_safety", row: "不予公开：危及“三安全一稳定”", dispute: ["litigation", "corrected"] },
	{ name: "内部事务", from: "fax", who: "legal_service", reply: "R36_3", exempt: "ex16_internal", row: "不予公开：三类内部事务信息", dispute: ["litigation", "other"] },
	{ name: "过程性信息", from: "elsewhere", who: "public_welfare", reply: "R36_3", exempt: "ex16_process", row: "不予公开：四类过程性信息", dispute: ["litigation", "pending"] },
	{ name: "执法案卷", from: "other", who: "other_org", reply: "R36_3", exempt: "ex16_casefile", row: "不予公开：行政执法案卷", dispute: ["litigation_after", "upheld"] },
	{ name: "第三方不同意而不公开", from: "online", steps: [asked, served, [officer, "consult_answered", { answer: "disagrees", says: "属于商业秘密" }]],
		reply: "R36_3", exempt: "ex15_third_party", row: "不予公开：保护第三方合法权益", dispute: ["litigation_after", "corrected"] },
	{ name: "第三方不同意而仍公开", from: "fax", steps: [asked, served, [officer, "consult_answered", { answer: "disagrees", says: "不同意" }]],
		reply: "R36_2", before: [[officer, "deliver", { sure: true, method: "post", tracking: "EMS1" }, "第三方不同意公开"], [officer, "tell_party", tell]],
		papers: { "政府信息公开决定告知书（第三方）": ["不同意公开", "公开不损害合法权益", "6个月内直接"] }, dispute: ["litigation_after", "other"] },
	{ name: "第三方同意", from: "online", who: "biz", steps: [asked, served, [officer, "consult_answered", { answer: "agrees", says: "同意" }]], reply: "R36_2", way: "online", dispute: ["litigation_after", "pending"] },
	{ name: "第三方逾期不答", from: "in_person", ago: 60, reply: "R36_2", steps: [
		[officer, "consult_party", { ...party, ...late(58) }], [officer, "consult_delivered", late(50)],
		[officer, "consult_lapsed", late(40), "期满之后"], [officer, "consult_lapsed", late(1)]] },
	{ name: "其他机关逾期不答", from: "mail_signed", ago: 60, reply: "R36_2", steps: [
		[officer, "consult_agency", { ...otherAgency, ...late(58) }], [officer, "consult_delivered", late(50)], [officer, "consult_lapsed", late(1)]] },
	{ name: "征求意见书无法送达", from: "mail_plain", steps: [asked, [officer, "consult_undelivered", { says: "地址无人，电话停机" }]], reply: "R36_2" },
	{ name: "撤回征求意见", from: "email", steps: [asked, served, [officer, "consult_called_off", { says: "与所申请信息无关" }]], reply: "R38" },
	{ name: "信息不存在", from: "in_person", reply: "R36_4", way: "entrusted", steps: [[head, "extend", { days: "20", says: "检索范围大" }], [head, "extend", { days: "5", says: "再延" }, never]] },
	{ name: "非本机关负责", from: "online", reply: "R36_5", says: { right_agency: "平房区财政局", right_agency_contact: "0451-86500001" }, text: ["平房区财政局", "0451-86500001"] },
	{ name: "予以公开", from: "online", reply: "R36_6", isRepeat: true },
	{ name: "特别规定", from: "email", who: "legal_service", reply: "R36_7" },
	{ name: "需要加工", from: "online", who: "research", reply: "R38" },
	{ name: "信访投诉", from: "mail_plain", reply: "R39_1" },
	{ name: "公开出版物", from: "fax", reply: "R39_2" },
	{ name: "重新出具", from: "online", reply: "reconfirm" },
	{ name: "理由不合理", from: "online", reply: "R35", sending: { says: "所述理由与所申请数量不相称" }, steps: [
		[officer, "ask_reason", { says: "本月已提出多件同类申请，请说明理由", until: soon() }], [me, "note", { says: "研究需要" }]] },
	{ name: "不说明理由", from: "in_person", ago: 20, reply: "R35", steps: [[officer, "ask_reason", { ...late(18), says: "请说明理由", until: day(3) }]] },
	{ name: "理由合理而延迟", from: "online", reply: "R36_2", steps: [
		[officer, "ask_reason", { says: "请说明理由", until: soon() }], [me, "note", { says: "撰写区志" }],
		[officer, "reason_given", { says: "理由合理" }], [head, "delay", { until: soon(90), says: "数量较大，分批整理" }]] },
	{ name: "逾期不补正", from: "in_person", ago: 20, reply: "R30", steps: [[officer, "ask_correction", { ...late(18), says: "请写明名称", until: day(3) }]] },
	{ name: "补正后不明确", from: "online", reply: "R30_vague", steps: [[officer, "ask_correction", { says: "请写明名称", until: soon() }], [me, "corrected", { says: "就是那个" }], [officer, "ask_correction", { says: "再写明一些", until: soon() }, never]] },
	{ name: "按量缴费", from: "online", reply: "R36_2", steps: [[officer, "notify_fee", fee, null, "1700"], [officer, "fee_delivered"], [officer, "paid"], [officer, "notify_fee", fee, never]] },
	{ name: "撤销收费", from: "fax", reply: "R36_2", steps: [[officer, "notify_fee", fee], [head, "waive_fee", { says: "属于扶助对象" }]] },
	{ name: "按件缴费", from: "in_person", fillers: 10, reply: "R36_2", steps: [[officer, "notify_fee", { standard: "case", says: "到窗口缴纳" }, null, "100"], [officer, "paid"]] },
	{ name: "逾期不缴费", from: "in_person", ago: 60, reply: "fee_lapsed", steps: [
		[officer, "notify_fee", { ...fee, ...late(55) }], [officer, "fee_delivered", late(50)]] },
	{ name: "更正一条记录", from: "in_person", ago: 5, reply: "R36_2", mends: true, papers: { 政府信息公开申请补正告知书: ["补录"] }, steps: [[officer, "ask_correction", { ...late(4), says: "请写明年份", until: soon() }], [officer, "corrected", { ...late(2), says: "2025 年" }]] },
	{ name: "予以更正", from: "online", kind: "amendment", reply: "R41_done" },
	{ name: "不予更正", from: "in_person", kind: "amendment", reply: "R41_not" },
	{ name: "转送更正", from: "online", kind: "amendment", reply: "R41_sent", says: { right_agency: "平房区财政局", right_agency_contact: "0451-86500001" }, text: ["平房区财政局"] },
	{ name: "申请人撤回", from: "online", steps: [[me, "withdraw", { says: "不需要了", sure: true }]], row: "其他处理：其他" },
	{ name: "收到前撤回", from: "online", isEarly: true, steps: [[me, "withdraw", { sure: true }]] },
	{ name: "来电撤回", from: "email", who: "biz", steps: [[officer, "withdraw", { says: "申请人来电撤回", sure: true }]], row: "其他处理：其他" },
];

let home;
const done = {};

/* --- one ending --- */

async function step(one, [as, key, fields, refused, shows]) {
	const said = await act(one, as, key, fields, refused);
	if (shows) assert(said.says.includes(shows), `${key} shows ${shows}: ${said.says.slice(0, 600)}`);
}

/* The exemption that is chosen, and what the reply must state. */
async function reply(one, row) {
	if (row.isRepeat) return repeat(one);
	return draft(one, row.reply, { ...row.says, ...(row.exempt && { [row.exempt]: true }) });
}

/* The earlier reply is found by the program; its number and day are taken over. */
async function repeat(one) {
	const address = `/desk/applications/${one.id}/draft?reply=R36_6`;
	const earlier = done["予以公开"];
	const [, link] = (await look(officer, address)).links.find(([words, href]) => words === "填入文号和日期" && href.endsWith(`earlier=${earlier.id}`)) || [];
	assert(link, "the earlier reply is pointed out");
	const page = await desk(officer);
	await page.goto(new URL(link, page.url()).href);
	const number = await page.inputValue("[name=previous_number]");
	assert(/〔\d{4}〕\d+号/.test(number), `its number: ${number}`);
	await draft(one, "R36_6", { previous_number: number, previous_date: await page.inputValue("[name=previous_date]") });
}

/* Row of the table that grows: what came this year is new, what came before was carried in. */
function movedBy(one, row, count = 1) {
	if (one.kind === "amendment" || !one.received) return {};
	const [, usual] = replies[row.reply] || [];
	const came = one.received.slice(0, 4) === day().slice(0, 4) ? "本年新收" : "上期结转";
	return { [came]: count, [row.row || usual]: count, 办理总计: count };
}

/* The correction arrived a day earlier than was entered: the clock runs from the right day. */
async function mend(one) {
	one.clock = one.clock.map((each) => (each.endsWith("restarted:correction") ? `${day(3)}:restarted:correction` : each));
	await act(one, officer, "void_event", { which: { pick: "收到补正" }, day: day(3), reason: "补录", says: "登记错了一天", sure: true });
	const seen = await look(officer, `/desk/applications/${one.id}?tab=record`);
	assert(seen.says.includes("（已更正）"), "the record keeps the wrong one");
}

async function archive(one) {
	await act(one, officer, "archive");
}

async function finish(one, row) {
	if (!row.reply) return;
	await reply(one, row);
	await answer(one, row);
	if (row.way === "online") await act(one, me, "delivery_signed");
}

async function walk(row) {
	const before = await figures(home);
	for (let i = 0; i < (row.fillers || 0); i++) await arrive({ ...row, isEarly: true }, home);
	const one = await arrive({ ...row, about: row.isRepeat && done[row.name].about }, home);
	for (const each of row.steps || []) await step(one, each);
	if (row.mends) await mend(one);
	await finish(one, row);
	const [title, , remedy] = replies[row.reply] || [];
	await checkLetters(one, { title, remedy, says: row.text, papers: row.papers });
	if (one.received) await archive(one);
	const moved = movedBy(one, row);
	if (row.fillers) Object.assign(moved, { 本年新收: 1 + row.fillers, 结转下期: row.fillers });
	checkFigures(before, await figures(home), row.who, moved);
	done[row.name] ||= one;
	if (row.dispute) await dispute(one, row);
}

/* --- what comes after --- */

const disputeKinds = { reconsideration: "行政复议", litigation: "行政诉讼（未经复议直接起诉）", litigation_after: "行政诉讼（复议后起诉）" };
const disputeResults = { upheld: "结果维持", corrected: "结果纠正", other: "其他结果", pending: "尚未审结" };
const fourthTable = async () => (await look("legal_reviewer", "/desk/disputes")).tables["年度报告第四张表"];

async function enterDispute(one, kind, result, role = "original") {
	const fields = { kind, role, body: "演示市人民政府", case_number: `演〔${one.number}〕号`, arrived: day(), result, ...(result !== "pending" && { ended: day() }) };
	const said = await send("legal_reviewer", `/desk/disputes/new?application=${one.id}`, "main form.form", fields);
	assert(said.says.includes("已保存") && said.says.includes(disputeResults[result]), `dispute: ${said.says.slice(0, 400)}`);
}

/* Law: 国办公开办函〔2016〕201号: one more in its column, and none where the agency only reviewed. */
async function dispute(one, row) {
	const [kind, result] = row.dispute;
	const before = await fourthTable();
	await enterDispute(one, kind, result);
	if (kind !== "reconsideration") await enterDispute(one, kind, result, "co_defendant");
	const after = await fourthTable();
	for (const [line, cells] of Object.entries(after))
		for (const [head, cell] of Object.entries(cells)) {
			if (head === "种类") continue;
			const expected = line === disputeKinds[kind] && [disputeResults[result], "总计"].includes(head) ? 1 : 0;
			assert(Number(cell) - Number(before[line][head]) === expected, `${line}, ${head}: from ${before[line][head]} to ${cell}`);
		}
	if (result === "corrected") await handleAgain(one, row);
}

/* Corrected: the head has it handled again, and the new reply takes the place of the old one in the table. */
async function handleAgain(one, row) {
	const before = await figures(home);
	await act(one, head, "redo", { until: soon(20), says: "责令重新答复", sure: true });
	assert(!(await look("", "/apply/progress/case")).says.includes("第三十五条"), "the new term is not one of art. 35");
	await draft(one, "R38");
	await answer(one, {});
	const moved = { [row.row || replies[row.reply][1]]: -1 };
	moved[replies.R38[1]] = (moved[replies.R38[1]] || 0) + 1;
	await checkLetters(one, { title: replies.R38[0], remedy: "opt" });
	checkFigures(before, await figures(home), row.who, moved);
	await archive(one);
}

/* --- several cases --- */

/* Sent twice by mistake: two cases become one, which is counted once. */
async function merged() {
	const before = await figures(home);
	const row = { name: "重复提交", from: "in_person", reply: "R36_2", who: "biz" };
	const kept = await arrive(row, home);
	const twin = await arrive({ ...row, from: "online", about: kept.about }, home);
	await act(twin, officer, "merge", { other: "2026-9999", says: "重复提交", sure: true }, "没有这个编号");
	await act(twin, officer, "merge", { other: kept.number, says: "同一申请提交了两次", sure: true });
	await checkLetters(twin, {});
	await askProgress(kept);
	await finish(kept, row);
	await checkLetters(kept, { title: replies.R36_2[0], remedy: "opt" });
	checkFigures(before, await figures(home), "biz", movedBy(kept, row));
}

/* Law: 国办函〔2020〕109号: 一事一申请; each matter becomes a case of its own with the same clock. */
async function split() {
	const before = await figures(home);
	const row = { name: "两个事项", from: "email", reply: "R36_2", who: "research" };
	const whole = await arrive(row, home);
	const second = `第二个事项 ${Date.now()}`;
	await act(whole, officer, "split", { says: `第一个事项 ${Date.now()}\n${second}`, sure: true });
	const found = await look(officer, `/desk/applications/all?q=${encodeURIComponent(second)}`);
	const id = found.links.find(([words]) => words === second)[1].match(/\d+/)[0];
	const [receipt] = (await look(officer, `/desk/applications/${id}?tab=letters`)).letters;
	const { paper } = await look(officer, receipt.href);
	const [, code] = paper.match(/查询码([A-Z2-9]{10})/) || [];
	assert(paper.includes(whole.number) && code, `the part's receipt names the whole and its own code: ${paper}`);
	const part = { ...whole, id, code, clock: [...whole.clock], letters: 1, about: second };
	part.number = (await look(officer, `/desk/applications/${id}`)).case.number;
	await askProgress(part);
	await check(part);
	await draft(part, "R38");
	await answer(part, {});
	await checkLetters(part, { title: replies.R38[0], remedy: "opt" });
	await askProgress(whole);
	await finish(whole, row);
	await checkLetters(whole, { title: replies.R36_2[0], remedy: "opt" });
	const moved = movedBy(whole, row, 2);
	checkFigures(before, await figures(home), "research", { ...moved, 予以公开: 1, [replies.R38[1]]: 1 });
}

/* Its time is over and two persons dispose of it: the person is gone, the figures stay. */
async function removed() {
	const one = done["信息不存在"];
	const before = await figures(home);
	const passed = spawnSync("python3", ["-c",
		"import sys,sqlite3\nd=sqlite3.connect(sys.argv[1],timeout=20)\nd.execute('update application set archived_on=14700 where id=?',(sys.argv[2],))\nd.commit()",
		path.join(work, "demo/gongkai.db"), one.id], { encoding: "utf8" });
	assert(passed.status === 0, passed.stderr);
	await askProgress(one);
	for (const [as, does] of [[officer, "propose"], [head, "approve"]]) {
		const page = await desk(as);
		await page.goto(`${site}/desk/applications/disposal`);
		await page.check(`main [name=case][value='${one.id}']`);
		await page.fill("main [name=says]", "保管期满");
		if (does === "approve") await page.check("main [name=sure]");
		await Promise.all([page.waitForEvent("domcontentloaded"), page.click(`main button[value=${does}]`)]);
		await page.waitForSelector(".notice.ok");
	}
	const seen = await look(officer, `/desk/applications/${one.id}`);
	assert(seen.case.state === "档案已销毁" && !seen.says.includes(one.about), seen.says.slice(0, 300));
	const applicant = await look("", "/apply/progress/case");
	assert(!applicant.says.includes(one.about) && !applicant.papers.length, `the applicant finds nothing of it: ${applicant.says.slice(0, 300)}`);
	checkFigures(before, await figures(home), "natural_person", {});
}

const setReceipt = (value) => send(head, `/admin/templates/settings?agency=${home}`,
	"main form:has([value='letter.online_on_receipt'])", { value }, { button: "[value=save]" });

/* Where the agency has it so, a reply that is sent online ends the case when the applicant confirms it. */
async function onReceipt() {
	const row = { name: "确认收到才办结", from: "online", reply: "R36_1", way: "online", isSentOnly: true };
	const before = await figures(home);
	assert((await setReceipt("1")).says.includes("已保存"), "the setting is changed");
	try {
		const one = await arrive(row, home);
		await finish(one, row);
		await checkLetters(one, { title: replies.R36_1[0], remedy: "opt" });
		checkFigures(before, await figures(home), row.who, movedBy(one, row));
	} finally {
		await setReceipt("0");
	}
}

/* --- the comparison of agencies --- */

/* The line of the agency in the second table of the file. */
async function compared() {
	const answer = await (await desk("supervisor")).request.get(`${site}/desk/applications/figures/csv?agency=${home}&period=${day().slice(0, 4)}`);
	const lines = (await answer.text()).split(/\r?\n/).map((line) => line.split(","));
	const heads = lines.find((line) => line[0] === "机关");
	const own = lines.find((line) => line[0] === agency) || [];
	return Object.fromEntries(heads.map((each, i) => [each, Number(own[i]) || 0]));
}

/* What the rows of the table did stands in the comparison. Law: 国办公开办函〔2016〕201号 for disputes. */
function checkCompared(before, after) {
	const having = (key) => endings.filter((row) => (row.steps || []).some(([, act, , refused]) => act === key && !refused)).length;
	const ended = endings.filter((row) => row.dispute && row.dispute[1] !== "pending");
	const expected = {
		延期: having("extend"), 补正: having("ask_correction"), 征求第三方: having("consult_party"),
		复议诉讼: ended.length, 被纠正: ended.filter((row) => row.dispute[1] === "corrected").length,
	};
	for (const [head, count] of Object.entries(expected))
		assert(after[head] - before[head] === count, `${head}: from ${before[head]} to ${after[head]}, not ${count} more`);
}

/* The kinds of reply that the program offers, of applications and of amendments. */
async function offered() {
	const keys = [];
	for (const kind of ["information", "amendment"]) {
		const one = await arrive({ name: "还没有答复", from: "in_person", kind }, home);
		const page = await desk(officer);
		await page.goto(`${site}/desk/applications/${one.id}/draft`);
		keys.push(...(await page.locator("#reply option").evaluateAll((all) => all.map((each) => each.value))));
		await act(one, officer, "withdraw", { says: "测试结束", sure: true });
		await checkLetters(one, {});
	}
	return keys;
}

export default async function run() {
	await haveCalendar();
	home = await findHome();
	const before = await compared();
	const given = new Set();
	for (const row of endings) {
		await test(`ending: ${row.name}${row.reply && row.reply !== "R36_2" ? ` (${row.reply})` : ""}`, () => walk(row));
		given.add(row.reply);
	}
	await test("ending: sent twice, merged into one", merged);
	await test("ending: several matters, split", split);
	await test("ending: sent online, received when the applicant says so", onReceipt);
	await test("the comparison of agencies counts what was done", async () => checkCompared(before, await compared()));
	await test("ending: removed after its time", removed);
	await test("every kind of reply was given, and no number is missing or stands twice", async () => {
		const options = (await offered()).filter((key) => !given.has(key));
		assert(!options.length, `no journey for ${options}`);
		assert(checkNumbers() > 5, "several sorts of numbers");
	});
	await test("no page of the journeys had an error", leaveDesks);
}
