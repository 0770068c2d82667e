// Takes one application from its arrival to its end and looks at every stage as the officer, the applicant
// and the statistics see it: state, lamp, due day, letters with number and remedies. An act is done by hand in
// its page the first time, with axe; later its form is sent as the page would send it. Which endings there
// are is endings.mjs's.
import { assert, close, day, noSidewaysScroll, open, passesAxe, picture, site } from "./tools.mjs";

export const agency = "平房区人民政府";

/* Words of a state at the desk, words of its stage for the applicant, and how far along that is. */
const states = {
	submitted: ["待确认收到", "等待双方确认收到", 0], received: ["待登记", "已收到", 1], open: ["办理中", "办理中", 2],
	correcting: ["待申请人补正", "等您补正", 2], explaining: ["待申请人说明理由", "等您说明理由", 2],
	paying: ["待缴费", "等您缴费", 2], consulting: ["征求意见中", "征求意见中", 2], reviewing: ["待审核", "办理中", 2],
	legal: ["待法制审核", "办理中", 2], signing: ["待签发", "办理中", 2], signed: ["待送达", "办理中", 2],
	closed: ["已办结", "已答复", 3], archived: ["已归档", "已答复", 3],
	merged: ["已并案", "已与您重复提交的申请并案办理", 3],
};

/* Where an act leads, its letter, and what it is to the clock. Written down once more here, so that the
   program's own table is held against it. */
const acts = {
	confirm: { to: "received" }, register: { to: "open", letter: "政府信息公开申请登记回执" },
	assign: {}, claim: {}, note: {}, add_file: {}, ask_unit: {}, unit_says: {}, ask_counsel: {}, counsel_says: {}, change: {},
	ask_correction: { to: "correcting", letter: "政府信息公开申请补正告知书", clock: "paused:correction" },
	corrected: { to: "open", clock: "restarted:correction" },
	consult_party: { to: "consulting", letter: "政府信息公开第三方意见征询书" },
	consult_agency: { to: "consulting", letter: "政府信息公开意见征询函" },
	consult_delivered: {}, consult_answered: { to: "open" }, consult_lapsed: { to: "open" },
	consult_undelivered: { to: "open" }, consult_called_off: { to: "open" },
	tell_party: { letter: "政府信息公开决定告知书（第三方）" },
	extend: { letter: "政府信息公开申请延期答复告知书" },
	ask_reason: { to: "explaining", letter: "政府信息公开申请说明理由通知书" }, reason_given: { to: "open" },
	delay: { to: "open", letter: "政府信息公开延迟答复期限告知书" },
	notify_fee: { to: "paying", letter: "政府信息公开信息处理费收费通知书", clock: "paused:fee" },
	fee_delivered: {}, paid: { to: "open", clock: "restarted:fee" }, waive_fee: { to: "open", clock: "resumed" },
	send_to_review: { to: "reviewing" }, send_to_legal: { to: "legal" }, legal_agrees: { to: "signing" },
	agree: { to: "signing" }, sign: { to: "signed" }, deliver: { to: "closed", clock: "stopped" },
	delivery_signed: {}, archive: { to: "archived" }, redo: { to: "open" }, split: {}, merge: { to: "merged", clock: "stopped" },
	withdraw: { to: "closed", clock: "stopped" }, void_event: {},
};

/* --- in the page --- */

/* What the pages know how to do for the tests: read themselves… */
function installReader() {
	const text = (node) => (node ? node.textContent.replace(/\s+/g, " ").trim() : "");
	const all = (node, selector) => (node ? [...node.querySelectorAll(selector)] : []);
	const facts = (list) => Object.fromEntries(all(list, "dt").map((each) => [text(each), text(each.nextElementSibling)]));
	const table = (frame) => {
		const heads = all(frame, "thead th").map(text);
		return Object.fromEntries(all(frame, "tbody tr").map((row) => {
			const cells = [...row.children].map(text);
			return [cells[0], Object.fromEntries(heads.map((head, i) => [head, cells[i]]))];
		}));
	};
	const readCase = (head) => head && {
		lamp: head.querySelector(".lamp").className.replace("lamp", "").trim(), lampWords: text(head.querySelector(".lamp")),
		state: text(head.querySelector("b")), days: facts(head.querySelector(".tally")), number: text(head.querySelector(".muted")).split(" ")[0],
		acts: all(head, ".acts a").map((each) => each.getAttribute("href")),
	};
	const readProgress = (card) => card && {
		stage: text(card.querySelector(".lamp")), facts: facts(card.querySelector("dl")),
		step: all(card, ".way li").findIndex((each) => each.hasAttribute("aria-current")),
	};
	const list = (doc, id) => all(doc, `section[aria-labelledby=${id}] li`).map(text);
	const read = (doc) => ({
		says: text(doc.querySelector("main")), case: readCase(doc.querySelector(".case-head")),
		progress: readProgress(doc.querySelector("section[aria-label=进度]")),
		papers: list(doc, "letters"), remedies: list(doc, "remedies"), history: list(doc, "history"),
		letters: all(doc, "section[aria-labelledby=letters] tbody tr").map((row) => ({
			title: text(row.children[0]), href: row.querySelector("a").getAttribute("href"), number: text(row.children[1]), state: text(row.children[2]),
		})),
		paper: all(doc, ".paper").map(text).join(""), mark: text(doc.querySelector(".paper .number")),
		receipt: facts(doc.querySelector(".receipt")), next: doc.querySelector("main a.button[href^='/desk/applications/']")?.getAttribute("href"),
		tables: Object.fromEntries(all(doc, ".table-frame").map((frame) => [frame.getAttribute("aria-label"), table(frame)])),
		links: all(doc, "main a").map((each) => [text(each), each.getAttribute("href")]),
	});
	window.journey = { text, all, read, here: () => read(document) };
}

/* …and send a form as it stands. */
function installSender() {
	const { text, all, read } = window.journey;
	const digits = "零一二三四五六七八九";
	const number = (word) => {
		const [tens, ones] = word.includes("十") ? word.split("十") : ["零", word];
		return (tens ? digits.indexOf(tens) : 1) * 10 + (ones ? digits.indexOf(ones) : 0);
	};
	const put = (form, name, value) => {
		const fields = all(form, `[name="${name}"]`);
		if (!fields.length) throw new Error(`the form ${form.getAttribute("action")} has no ${name}`);
		const options = all(fields[0], "option");
		if (fields[0].type === "checkbox") fields[0].checked = true;
		else if (fields[0].type === "radio") fields.find((each) => each.value === value).checked = true;
		else if (value.pick) fields[0].value = options.find((each) => text(each).includes(value.pick)).value;
		else if (options.length) fields[0].value = options.find((each) => each.value === value).value;
		else fields[0].value = value;
	};
	const load = async (address) => {
		const answer = await fetch(address);
		return [answer, new DOMParser().parseFromString(await answer.text(), "text/html")];
	};
	Object.assign(window.journey, {
		async look(address) {
			const [answer, doc] = await load(address);
			return { status: answer.status, url: answer.url, ...read(doc) };
		},
		async send({ address, selector, fields, otherwise, button }) {
			const [got, doc] = await load(address);
			const form = doc.querySelector(selector);
			if (!form) return { status: got.status, url: got.url, ...read(doc) };
			const question = form.querySelector("label[for=guard_answer]");
			if (question) {
				const [, first, second] = text(question).match(/^(.+)加(.+)等于/);
				put(form, "guard_answer", String(number(first) + number(second)));
			}
			for (const [name, value] of Object.entries(fields)) put(form, name, value);
			for (const field of otherwise ? all(form, ".field textarea, .field input") : [])
				if (!field.value) field.value = field.type === "date" ? otherwise.day : otherwise[field.name] || otherwise.words;
			const lacks = [...form.elements].filter((each) => each.willValidate && !each.checkValidity()).map((each) => each.name);
			if (lacks.length) throw new Error(`${address} would not be sent without ${lacks}`);
			const body = new FormData(form, button && form.querySelector(button));
			const answer = await fetch(form.getAttribute("action"), {
				method: "POST", body: form.enctype === "multipart/form-data" ? body : new URLSearchParams(body),
			});
			return { status: answer.status, url: answer.url, ...read(new DOMParser().parseFromString(await answer.text(), "text/html")) };
		},
	});
}

/* --- who has a part --- */

const desks = {};

async function ready(page) {
	await page.addInitScript(`(${installReader})();(${installSender})();`);
	await page.reload();
	return page;
}

/* Each person of the office keeps one page for all journeys; so do the applicants, one after the other. */
export const desk = async (as) => (desks[as] ||= await ready(await open(as ? "/desk" : "/apply", as ? { as } : {})));

export async function leaveDesks() {
	for (const [as, page] of Object.entries(desks)) {
		assert(!page.problems.filter((each) => !/ 4\d\d /.test(each)).length, `${as}: ${page.problems.join("; ")}`);
		await close(page);
		delete desks[as];
	}
}

export const look = async (as, address) => (await desk(as)).evaluate((each) => window.journey.look(each), address);

/* Sends a form that stands at `address`, by its usual button or another. `otherwise`: what its other fields get,
   so that none stays empty. More than so many a minute from one address are refused: wait a little. */
export async function send(as, address, selector, fields = {}, more = {}) {
	const page = await desk(as);
	for (;;) {
		const said = await page.evaluate((each) => window.journey.send(each), { address, selector, fields, ...more });
		if (said.status !== 429) return said;
		await new Promise((resolve) => setTimeout(resolve, 3000));
	}
}

/* --- the clock --- */

/* What the calculator that is open to everybody says of the same events; null where there is no term, "?"
   in a year whose holidays are not known. */
async function reckon(one) {
	if (one.until) return { state: "running", due: one.until, late: false };
	if (!one.received || one.kind === "amendment") return null;
	const query = new URLSearchParams({ received: one.received, today: day() });
	for (const event of one.clock) query.append("event", event);
	const answer = await (await fetch(`${site}/api/v1/clock?${query}`)).json();
	if (answer.error) assert(answer.error.code === "calendar_no_data", JSON.stringify(answer));
	return answer.error ? "?" : answer;
}

function lampOf(one, term) {
	if (["closed", "archived", "merged"].includes(one.state)) return ["done"];
	if (one.state === "submitted") return ["new"];
	if (term === null) return ["off", "没有法定期限"];
	if (term === "?") return ["off", "缺少日历数据"];
	if (term.state === "paused") return ["off", "时限暂停"];
	if (one.until) return ["ok", ""];
	if (term.late || term.due < day()) return ["late", "超期"];
	return term.remaining > 3 ? ["ok", `剩 ${term.remaining} 个工作日`] : ["soon", term.remaining ? `剩 ${term.remaining}` : "今天到期"];
}

/* --- the stage --- */

function checkDesk(one, seen, term) {
	const [state] = states[one.state];
	const [lamp, says] = lampOf(one, term);
	assert(seen.case, `no case: ${seen.status} ${seen.says.slice(0, 300)}`);
	assert(seen.case.state === state, `the desk says ${seen.case.state}, not ${state}`);
	assert(seen.case.lamp === lamp && seen.case.lampWords.includes(says || ""), `lamp ${seen.case.lamp} ${seen.case.lampWords}, not ${lamp} ${says}`);
	const due = term && term !== "?" && term.state !== "paused" ? term.due ?? undefined : undefined;
	const shown = seen.case.days["答复期限"];
	if (lamp === "off" && term?.state === "paused") assert(shown === "暂停", `paused shows ${shown}`);
	else assert(shown === due, `the desk shows the due day ${shown}, the calculator says ${due}`);
}

function checkApplicant(one, seen, term) {
	const [, stage, step] = states[one.state];
	const isSent = one.isSent && one.state === "signed";
	const expected = one.isWithdrawn ? "已撤回，本件办结" : isSent ? "答复已经发出，等您确认收到" : stage;
	assert(seen.progress, `no progress: ${seen.says.slice(0, 300)}`);
	assert(seen.progress.stage === expected && seen.progress.step === step, `the applicant reads ${seen.progress.stage} at step ${seen.progress.step}, not ${expected}`);
	assert(seen.progress.facts["编号"] === one.number, `number ${seen.progress.facts["编号"]}`);
	const due = seen.progress.facts["答复期限"];
	if (step === 3) assert(!one.received || one.kind === "amendment" || due.includes("办结"), `an ended case shows ${due}`);
	else if (one.kind === "amendment") assert(due.includes("没有法定的答复期限"), due);
	else if (one.state === "submitted") assert(due.includes("次日起算"), due);
	else if (term === "?") assert(due === "—", due);
	else if (term.state === "paused") assert(due.includes(`还有 ${term.remaining} 个工作日`), due);
	else assert(due.startsWith(term.due), `the applicant reads ${due}, not ${term.due}`);
}

const stages = new Set();

/* The first time that an applicant's page shows a stage: for axe, and narrow. */
async function checkStage(one) {
	if (stages.has(one.state)) return;
	stages.add(one.state);
	const page = await desk("");
	await page.goto(`${site}/apply/progress/case`);
	await passesAxe(page);
	await page.setViewportSize({ width: 320, height: 800 });
	await noSidewaysScroll(page);
	await picture(page, `journey-progress-${one.state}-320`);
	await page.setViewportSize({ width: 1280, height: 900 });
}

/* After each act: the officer's page and the applicant's tell the same story. */
export async function check(one, seen) {
	const term = await reckon(one);
	checkDesk(one, seen || (await look("case_officer", `/desk/applications/${one.id}`)), term);
	if (one.code) checkApplicant(one, await look("", "/apply/progress/case"), term);
	if (one.code) await checkStage(one);
}

/* --- arriving --- */

/* An applicant of this name; the same name is the same person. */
function person(row) {
	const isOne = !row.who || row.who === "natural_person";
	return {
		applicant_kind: row.who || "natural_person", name: row.name, proof_kind: "other", proof_number: `J-${row.name}`,
		phone: "13900008888", address: "演示路 8 号", ...(!isOne && { contact: "李联系" }), ...row.intake,
	};
}

export async function askProgress(one) {
	await (await desk("")).context().clearCookies();
	const said = await send("", "/apply/progress", "main form[action='/apply/progress']", { agency, number: one.number, code: one.code });
	assert(said.progress, `the applicant asks: ${said.url} ${said.says.slice(0, 200)}`);
}

async function applyOnline(one, row, home) {
	await (await desk("")).context().clearCookies();
	const said = await send("", `/apply/${home}`, "form.apply", { description: one.about, kind: one.kind, ...person(row) });
	assert(said.url.endsWith("/apply/sent"), `applied: ${said.says.slice(0, 400)}`);
	one.number = said.receipt["编号"];
	one.code = said.receipt["查询码"];
	const progress = await send("", "/apply/sent", "main form[action='/apply/sent']");
	assert(progress.progress, "on to the progress");
	const found = await look("case_officer", `/desk/applications/all?q=${encodeURIComponent(one.about.slice(0, 30))}`);
	one.id = found.links.find(([, href]) => /^\/desk\/applications\/\d+$/.test(href || ""))[1].match(/\d+/)[0];
	one.state = "submitted";
	await check(one);
	if (!row.isEarly) await act(one, "case_officer", "confirm", { says: "电话与申请人本人确认" });
}

/* Law: 条例 art. 31: what decides the day of receipt depends on the way it came. */
async function enter(one, row) {
	const ago = row.ago || 0;
	const isAsked = !["in_person", "mail_signed"].includes(row.from);
	const said = await send("case_officer", "/desk/applications/new", "main form.apply", {
		channel: row.from, submitted_on: day(ago), kind: one.kind, description: one.about, ...(ago && { reason: "补录" }),
		...(row.from !== "in_person" && { received_on: day(ago) }), ...(isAsked && { record: "电话与申请人本人确认" }), ...person(row),
	});
	assert(said.next, `entered: ${said.says.slice(0, 500)}`);
	one.id = said.next.match(/\d+/)[0];
	one.number = said.receipt["编号"];
	one.code = said.receipt["查询码"];
	one.state = "received";
	one.received = day(ago);
	await askProgress(one);
	await check(one);
}

let count = 0;

export async function arrive(row, home) {
	const one = {
		kind: row.kind || "information", clock: [], letters: 0, until: "", about: row.about || `旅程 ${++count}-${Date.now() % 1e6} 的验收材料：${row.name}`,
	};
	if (row.from === "online") await applyOnline(one, row, home);
	else await enter(one, row);
	if (!row.isEarly) await act(one, "case_officer", "register");
	return one;
}

/* --- acts --- */

const byHand = new Set();

async function fillByHand(page, fields, form = "main form.form") {
	for (const [name, value] of Object.entries(fields)) {
		const field = page.locator(`${form} [name="${name}"]`).first();
		const kind = await field.evaluate((each) => `${each.tagName} ${each.type}`);
		if (value === true) await field.check();
		else if (kind === "INPUT radio") await page.locator(`${form} [name="${name}"][value="${value}"]`).check();
		else if (value.pick) await field.selectOption({ label: await field.locator("option", { hasText: value.pick }).first().innerText() });
		else if (kind.startsWith("SELECT")) await field.selectOption(value);
		else await field.fill(value);
	}
}

/* From the case's page by its button, as a person does it. */
async function doByHand(as, one, key, fields) {
	const page = await desk(as);
	await page.goto(`${site}/desk/applications/${one.id}`);
	const link = page.locator(`.case-head a[href$="/acts/${key}"]`);
	if (!(await link.isVisible())) await page.locator(".case-head details.more summary").click();
	await Promise.all([page.waitForEvent("domcontentloaded"), link.click()]);
	await passesAxe(page);
	await picture(page, `journey-${key}`);
	await fillByHand(page, fields);
	await Promise.all([page.waitForEvent("domcontentloaded"), page.locator("main form.form button[type=submit]:not([name])").click()]);
	await page.waitForLoadState("load");
	return { url: page.url(), ...(await page.evaluate(() => window.journey.here())) };
}

/* What an act means for the clock, beyond the table above. */
function tick(one, key, fields) {
	/* Where online delivery counts from the receipt, the receipt is what ends the case. */
	const isReceived = one.isSentOnly && key === "delivery_signed";
	if (one.isSentOnly && key === "deliver") one.isSent = true;
	if (one.isSentOnly && key === "deliver") return;
	const rule = acts[isReceived ? "deliver" : key];
	const on = fields.day || day();
	const put = (kind, of = on) => one.clock.push(`${of}:${kind}`);
	if (rule.clock) put(rule.clock);
	if (key === "confirm") one.received = on;
	if (key === "consult_party" || key === "consult_agency") one.asked = key === "consult_party" ? "third_party" : "other_agency";
	if (key === "consult_delivered") {
		const next = new Date(Date.parse(on) + 864e5).toISOString().slice(0, 10);
		put(`paused:${one.asked}`, next);
		one.pause = next;
	}
	if (/^consult_(answered|lapsed|called_off)$/.test(key) && one.pause) {
		/* Ended before the pause began: there was none. */
		if (on < one.pause) one.clock = one.clock.filter((each) => each !== `${one.pause}:paused:${one.asked}`);
		else put("resumed");
	}
	if (key === "extend") put(`extended:${fields.days}`);
	if (["paid", "corrected"].includes(key)) one.until = "";
	if (key === "delay" || key === "redo") one.until = fields.until;
	if (rule.to) one.state = rule.to;
	if (rule.letter && !(key === "register" && one.noReceipt)) one.letters++;
}

/* In the applicant's own page. */
async function doOwnByHand(key, fields) {
	const page = await desk("");
	await page.goto(`${site}/apply/progress/case`);
	const form = `main form[action='/apply/progress/acts/${key}']`;
	if (!(await page.locator(form).isVisible())) await page.locator(`details:has(${form.slice(5)}) summary`).click();
	await passesAxe(page);
	await fillByHand(page, fields, form);
	await Promise.all([page.waitForEvent("domcontentloaded"), page.locator(`${form} button[type=submit]`).click()]);
	return { url: page.url(), ...(await page.evaluate(() => window.journey.here())) };
}

async function actAsApplicant(one, key, fields) {
	const isNew = !byHand.has(`own ${key}`);
	byHand.add(`own ${key}`);
	const said = isNew ? await doOwnByHand(key, fields) : await send("", "/apply/progress/case", `main form[action='/apply/progress/acts/${key}']`, fields);
	assert(said.url.endsWith(`done=${key}`), `the applicant's ${key}: ${said.url} ${said.says.slice(0, 300)}`);
	tick(one, key, {});
	if (key === "withdraw") one.isWithdrawn = true;
	await check(one);
}

/* Given as the refusal of an act that must not be possible any more: it has no button, and its form is refused. */
export const never = "never";

async function notOffered(as, address, key, fields, offered) {
	assert(!offered.includes(`${address}/acts/${key}`), `${key} is offered to ${as} once more`);
	const said = await send(as, `${address}/acts/${key}`, "main form.form", fields);
	assert(said.status === 409 && !said.url.includes("done="), `${key} is done once more: ${said.status} ${said.says.slice(0, 300)}`);
}

/* One act by the person whose part it is. `refused`: words of the refusal that is expected instead. */
export async function act(one, as, key, fields = {}, refused) {
	if (as === "applicant") return actAsApplicant(one, key, fields);
	const address = `/desk/applications/${one.id}`;
	const offered = (await look(as, address)).case?.acts || [];
	if (refused === never) return notOffered(as, address, key, fields, offered);
	assert(offered.includes(`${address}/acts/${key}`), `${key} is not offered to ${as}: ${offered}`);
	if (key === "register") one.noReceipt = ["?", null].includes(await reckon(one));
	const isNew = !byHand.has(key) && !refused;
	byHand.add(key);
	const said = isNew ? await doByHand(as, one, key, fields) : await send(as, `${address}/acts/${key}`, "main form.form", fields);
	if (refused) {
		assert([409, 422].includes(said.status) && said.says.includes(refused), `${key} should be refused: ${said.status} ${said.says.slice(0, 300)}`);
		return said;
	}
	assert(said.url.endsWith(`done=${key}`), `${key} as ${as}: ${said.url} ${said.says.slice(0, 500)}`);
	tick(one, key, fields);
	if (key === "withdraw") one.isWithdrawn = true;
	await check(one, said);
	return said;
}

/* --- reply --- */

const otherwise = () => ({
	day: day(), words: "经检索和审查，本机关的认定和依据如上，具体情况见附件所列的材料。",
	redactions: "验收报告.docx\t第 2 段\t联系人姓名\t第十五条", right_agency: "平房区财政局", right_agency_contact: "0451-86500000",
});

export async function draft(one, reply, fields = {}) {
	const address = `/desk/applications/${one.id}/draft?reply=${reply}`;
	const said = await send("case_officer", address, "main form[method=post]", fields, { otherwise: otherwise() });
	assert(said.says.includes("必备内容齐全"), `${reply}: ${said.says.slice(0, 700)}`);
	if (byHand.has(`draft ${reply}`)) return;
	byHand.add(`draft ${reply}`);
	const page = await desk("case_officer");
	await page.goto(site + address);
	await passesAxe(page);
	await picture(page, `journey-draft-${reply}`);
}

const ways = {
	post: { method: "post", tracking: "EMS123456789" }, direct: { method: "direct", receiver: "本人" },
	entrusted: { method: "entrusted", receiver: "本人" }, online: { method: "online" },
};

/* From the draft to the delivery: reviewed, perhaps by the lawyers too, signed by the head. */
export async function answer(one, { isLegal, way = "post", sending = {}, before = [], isSentOnly }) {
	one.isSentOnly = isSentOnly;
	await act(one, "case_officer", "send_to_review", sending);
	if (isLegal) {
		await act(one, "reviewer", "send_to_legal");
		await act(one, "legal_reviewer", "legal_agrees");
	} else await act(one, "reviewer", "agree");
	await act(one, "head", "sign", { sure: true });
	one.letters++;
	for (const [as, key, fields, refused] of before) await act(one, as, key, fields, refused);
	await act(one, "case_officer", "deliver", { sure: true, ...ways[way] });
}

/* --- letters --- */

const numbers = {};

function keepNumber({ number, href }) {
	const [, series, place, rest] = number.match(/^(.+〔\d{4}〕)(\d+)(号.*)$/) || [];
	assert(place, `no number: ${number}`);
	const ofSort = (numbers[series + rest] ||= {});
	assert(!ofSort[place] || ofSort[place] === href, `${number} stands on two letters: ${href} and ${ofSort[place]}`);
	ofSort[place] = href;
}

/* All journeys together: the numbers of one sort follow each other and none is missing. */
export function checkNumbers() {
	for (const [sort, places] of Object.entries(numbers)) {
		const sorted = Object.keys(places).map(Number).sort((a, b) => a - b);
		assert(sorted.every((place, i) => place === sorted[0] + i), `${sort}: ${sorted}`);
	}
	return Object.keys(numbers).length;
}

const remedies = {
	none: { has: [], lacks: ["行政复议"] },
	opt: { has: ["之日起60日内", "6个月内直接"], lacks: ["先向", "其他部分"] },
	pre: { has: ["60日内，先向", "15日内"], lacks: ["6个月内直接", "其他部分"] },
	both: { has: ["不予公开的部分不服", "先向", "其他部分不服", "6个月内直接"], lacks: [] },
};
const days = (from, to) => (Date.parse(to) - Date.parse(from)) / 864e5;

/* Two months and half a year from the delivery; a last day that is a holiday moves on. */
function checkTerms(one, seen, remedy) {
	const until = (which) => seen.remedies.find((each) => each.startsWith(which))?.match(/\d{4}-\d\d-\d\d/)[0];
	const review = until("申请行政复议");
	const court = until("直接提起行政诉讼") || until("对不予公开以外的部分");
	assert(remedy === "none" ? !review : days(one.ended, review) >= 60 && days(one.ended, review) < 75, `reconsideration until ${review}`);
	assert(["none", "pre"].includes(remedy) ? !court : days(one.ended, court) > 175 && days(one.ended, court) < 200, `court until ${court}`);
	assert((remedy === "pre" || remedy === "both") === seen.remedies.some((each) => each.includes("先申请行政复议")), `remedies: ${seen.remedies}`);
}

/* Every letter of the case has its number; the reply says the right remedy, at the desk and to the applicant. */
export async function checkLetters(one, { title, remedy, says = [], papers = {} }) {
	const seen = await look("case_officer", `/desk/applications/${one.id}?tab=letters`);
	assert(seen.letters.length === one.letters, `${seen.letters.length} letters, not ${one.letters}: ${seen.letters.map((each) => each.title)}`);
	for (const letter of seen.letters) keepNumber(letter);
	for (const [other, has] of Object.entries(papers)) {
		const { paper } = await look("case_officer", seen.letters.find((each) => each.title === other).href);
		for (const each of has) assert(paper.includes(each), `${other} lacks “${each}”: ${paper}`);
	}
	if (!title) return;
	const reply = seen.letters.find((each) => each.title === title);
	assert(reply, `no ${title} among ${seen.letters.map((each) => each.title)}`);
	const { paper, mark } = await look("case_officer", reply.href);
	assert(mark === reply.number, `the letter says ${mark}, the list ${reply.number}`);
	for (const each of [...remedies[remedy].has, ...says]) assert(paper.includes(each), `${title} lacks “${each}”: ${paper.slice(-500)}`);
	for (const each of remedies[remedy].lacks) assert(!paper.includes(each), `${title} should not say “${each}”: ${paper.slice(-500)}`);
	const applicant = await look("", "/apply/progress/case");
	assert(applicant.papers.some((each) => each.includes(title) && each.includes(reply.number)), `the applicant finds the reply: ${applicant.papers}`);
	one.ended = day();
	checkTerms(one, applicant, remedy);
}

/* --- figures --- */

export async function figures(home, year = day().slice(0, 4)) {
	const seen = await look("supervisor", `/desk/applications/figures?agency=${home}&period=${year}`);
	assert(seen.tables["收到和处理申请情况"], `no figures: ${seen.says.slice(0, 200)}`);
	return seen.tables["收到和处理申请情况"];
}

const columns = { natural_person: "自然人", biz: "商业企业", research: "科研机构", public_welfare: "社会公益组织", legal_service: "法律服务机构", other_org: "其他组织" };

/* Only these rows moved, by so many, in the column of the applicant and in the total. */
export function checkFigures(before, after, who, moved) {
	const column = columns[who || "natural_person"];
	for (const [row, cells] of Object.entries(after))
		for (const [head, cell] of Object.entries(cells)) {
			if (head === "项目") continue;
			const grown = Number(cell) - Number(before[row][head]);
			const expected = head === column || head === "总计" ? moved[row] || 0 : 0;
			assert(grown === expected, `${row}, ${head}: ${grown > 0 ? "+" : ""}${grown}, not ${expected}`);
		}
}

/* --- the calendar --- */

/* Journeys reach into the next months. Where the holidays of that year are not known yet, a calendar of the
   test's own is taken in, as an administrator does it. */
export async function haveCalendar() {
	const year = Number(day(-200).slice(0, 4));
	for (const each of [Number(day().slice(0, 4)), year]) {
		const answer = await (await fetch(`${site}/api/v1/clock?received=${each}-03-02`)).json();
		if (!answer.error) continue;
		const page = await open("/admin/calendar", { as: "system_admin" });
		await page.setInputFiles("#file", {
			name: `${each}.csv`, mimeType: "text/csv", buffer: Buffer.from(`date,kind,name\n${each}-01-01,holiday,元旦\n${each}-01-02,holiday,元旦\n`),
		});
		await page.fill("#note", "旅程测试的日历");
		await page.getByRole("button", { name: "预览" }).click();
		await page.getByRole("button", { name: /写入/ }).click();
		await page.waitForURL(/done=nation/);
		await close(page);
	}
}

/* The number of the agency in addresses. */
export async function findHome() {
	const page = await open(`/apply?q=${encodeURIComponent(agency)}`);
	const href = await page.locator("main .found a", { hasText: agency }).first().getAttribute("href");
	await close(page);
	return href.match(/\d+/)[0];
}
