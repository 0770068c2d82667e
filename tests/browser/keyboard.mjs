// One whole case by the keyboard alone, from the public form to the delivered reply; and the same at 320 px
// without script. What else can become of a case is endings.mjs's, what each page passes under axe pages.mjs's.
import { assert, close, demoPassword, keyIn, noSidewaysScroll, open, passesAxeWithoutScript, picture, press, signIn, site, tabTo, test, words } from "./tools.mjs";
import { agency, findHome } from "./journey.mjs";

const office = ["case_officer", "reviewer", "head"];

/* --- what a keyboard needs of a page --- */

/* What has the focus now; null when the keyboard has left the page. */
function stopHere() {
	const one = document.activeElement;
	if (!one || one === document.body) return null;
	const style = getComputedStyle(one);
	const box = one.getBoundingClientRect();
	const isOuter = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1) || style.boxShadow !== "none";
	/* The button of a date field is marked by the browser itself, inside of the field. */
	const isInner = one.type === "date" && !one.matches(":focus") && one.matches(":focus-within");
	return {
		place: [...document.querySelectorAll("*")].indexOf(one), isMarked: isOuter || isInner, isAhead: one.tabIndex > 0,
		isSeen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
		name: `${one.tagName.toLowerCase()} ${one.name || one.getAttribute("href") || one.textContent.trim().slice(0, 20)}`,
	};
}

/* From the top of the page to its end: each stop is seen and marked, they come in the order of the page, and
   the keyboard gets out again. */
async function everyStop(page) {
	await page.evaluate(() => document.activeElement.blur());
	await page.goto(page.url());
	let first;
	let last = -1;
	for (let count = 0; ; count++) {
		await page.keyboard.press("Tab");
		let stop = await page.evaluate(stopHere);
		/* Scrolling to it may take a moment. */
		for (let i = 0; stop && !stop.isSeen && i < 20; i++) {
			await page.waitForTimeout(50);
			stop = await page.evaluate(stopHere);
		}
		/* Behind the last stop the keyboard leaves the page or is at its first stop again. */
		if (!stop || (count > 3 && stop.place === first)) return assert(count > 3, `only ${count} stops on ${page.url()}`);
		first ??= stop.place;
		assert(count < 400, `no way out of ${page.url()} behind ${stop.name}`);
		assert(stop.isSeen, `the focus is not seen on ${stop.name}, ${page.url()}`);
		assert(stop.isMarked, `the focus is not marked on ${stop.name}, ${page.url()}`);
		assert(!stop.isAhead && stop.place >= last, `${stop.name} is out of order on ${page.url()}`);
		last = stop.place;
	}
}

/* The arrow keys, as far as the option that is wanted. */
async function choose(page, name, value) {
	await tabTo(page, `main [name="${name}"]`);
	await page.keyboard.press("Home");
	for (let i = 0; i < 60; i++) {
		if ((await page.evaluate(() => document.activeElement.value)) === value) return;
		await page.keyboard.press("ArrowDown");
	}
	throw new Error(`the arrow keys do not reach ${value} of ${name}`);
}

/* --- the keyboard alone --- */

async function applyByKeys(page, home) {
	await keyIn(page, { q: agency });
	await press(page, `main .found a[href="/apply/${home}"]`);
	await page.waitForSelector("[data-guard][data-solved]", { state: "attached" });
	await everyStop(page);
	await page.waitForSelector("[data-guard][data-solved]", { state: "attached" });
	const about = `键盘旅程的养护合同 ${Date.now()}`;
	await keyIn(page, { description: about, name: "赵键盘", proof_number: "11010519491231002X", phone: "13800005678" }, "main form.apply .acts button");
	assert(page.url().endsWith("/apply/sent"), `sent: ${page.url()} ${(await words(page)).slice(0, 200)}`);
	await everyStop(page);
	await press(page, "main .acts button");
	assert(page.url().includes("/apply/progress/case"), page.url());
	await everyStop(page);
	return about;
}

/* Signed in by the keyboard, to the list of applications and the case by its name. */
async function toCase(page, as, about) {
	await signIn(page, as, demoPassword);
	await press(page, 'a[href="/desk/applications"]');
	await press(page, 'main a[href="/desk/applications/all"]');
	await keyIn(page, { q: about });
	const link = page.locator("main table.list a[href^='/desk/applications/']").first();
	await press(page, `main a[href="${await link.getAttribute("href")}"]`);
}

async function actByKeys(page, key, fields = {}, look) {
	const link = `.case-head a[href$="/acts/${key}"]`;
	if (!(await page.locator(link).isVisible())) {
		await tabTo(page, ".case-head details.more summary");
		await page.keyboard.press("Enter");
	}
	await press(page, link);
	if (look) await everyStop(page);
	const [first] = Object.keys(fields);
	if (!first) await tabTo(page, "main form.form input, main form.form textarea, main form.form select");
	await keyIn(page, fields);
	assert(page.url().includes(`done=${key}`), `${key}: ${page.url()} ${(await words(page)).slice(0, 300)}`);
}

async function draftByKeys(page) {
	await press(page, ".case-head a[href$='/draft']");
	await choose(page, "reply", "R36_2");
	await press(page, "main form:has(:focus) button");
	await everyStop(page);
	await keyIn(page, { disclosed: "键盘旅程的养护合同全文", provide_way: "随函邮寄" }, "main form[method=post] .acts button");
	assert((await words(page)).includes("必备内容齐全"), (await words(page)).slice(0, 400));
	await press(page, "main .notice a[href$='/acts/send_to_review']");
	await tabTo(page, "main [name=says]");
	await press(page, "main form:has(:focus) button");
	assert(page.url().includes("done=send_to_review"), page.url());
}

async function byKeyboard(home) {
	const applicant = await open("/apply");
	const about = await applyByKeys(applicant, home);
	const [officer, reviewer, head] = await Promise.all(office.map(() => open("/sign-in")));
	await toCase(officer, "case_officer", about);
	await everyStop(officer);
	await actByKeys(officer, "confirm", { says: "电话与申请人确认" }, true);
	await actByKeys(officer, "register");
	await actByKeys(officer, "assign", {}, true);
	await draftByKeys(officer);
	await toCase(reviewer, "reviewer", about);
	await actByKeys(reviewer, "agree", { says: "同意" });
	await toCase(head, "head", about);
	await actByKeys(head, "sign", { sure: true }, true);
	await officer.reload();
	await actByKeys(officer, "deliver", { tracking: "EMS123456789", sure: true }, true);
	assert((await words(officer)).includes("已办结"), "it is closed");
	await applicant.reload();
	assert((await words(applicant)).includes("已答复"), "the applicant sees the reply");
	await tabTo(applicant, "main a[href$='/pdf']");
	const coming = applicant.waitForEvent("download");
	await applicant.keyboard.press("Enter");
	assert((await coming).suggestedFilename().endsWith(".pdf"), "the letter is fetched");
	for (const page of [applicant, officer, reviewer, head]) {
		assert(page.problems.length === 0, page.problems.join("; "));
		await close(page);
	}
}

/* --- 320 px, without script --- */

const narrow = { viewport: { width: 320, height: 800 }, javaScriptEnabled: false };

async function fits(page, name) {
	await noSidewaysScroll(page);
	await passesAxeWithoutScript(page);
	await picture(page, `${name}-plain-320`);
}

const digits = "零一二三四五六七八九";
function read(word) {
	const [tens, ones] = word.includes("十") ? word.split("十") : ["零", word];
	return (tens ? digits.indexOf(tens) : 1) * 10 + (ones ? digits.indexOf(ones) : 0);
}

async function applyPlainly(page) {
	const about = `窄屏旅程的供热合同 ${Date.now()}`;
	const [, first, second] = (await words(page, "label[for=guard_answer]")).match(/^(.+)加(.+)等于/);
	await page.fill("#description", about);
	await page.fill("#name", "钱窄屏");
	await page.fill("#proof_number", "11010519491231002X");
	await page.fill("#phone", "13800005679");
	await page.fill("#guard_answer", String(read(first) + read(second)));
	await noSidewaysScroll(page);
	await page.click("main form.apply button[type=submit]");
	assert(page.url().endsWith("/apply/sent"), `sent: ${(await words(page)).slice(0, 300)}`);
	await fits(page, "sent");
	await page.getByText("我已记下，看办理进度").click();
	assert(page.url().includes("/apply/progress/case"), page.url());
	await fits(page, "progress");
	return about;
}

async function actPlainly(page, key, fields = {}) {
	const link = page.locator(`.case-head a[href$="/acts/${key}"]`);
	if (!(await link.isVisible())) await page.locator(".case-head details.more summary").click();
	await link.click();
	await (key === "sign" ? fits(page, "act-sign") : noSidewaysScroll(page));
	for (const [name, value] of Object.entries(fields))
		if (value === true) await page.check(`main form.form [name="${name}"]`);
		else await page.fill(`main form.form [name="${name}"]`, value);
	await page.click("main form.form button[type=submit]:not([name])");
	assert(page.url().includes(`done=${key}`), `${key}: ${page.url()} ${(await words(page)).slice(0, 300)}`);
}

async function caseOf(as, about) {
	const page = await open(`/desk/applications/all?q=${encodeURIComponent(about)}`, { as, ...narrow });
	await noSidewaysScroll(page);
	await page.locator("main table.list a[href^='/desk/applications/']").first().click();
	return page;
}

async function plainly(home) {
	const applicant = await open(`/apply/${home}`, narrow);
	const about = await applyPlainly(applicant);
	const officer = await caseOf("case_officer", about);
	await actPlainly(officer, "confirm", { says: "电话与申请人确认" });
	await actPlainly(officer, "register");
	await noSidewaysScroll(officer);
	await officer.goto(officer.url().replace(/\?.*/, "/draft?reply=R36_4"));
	await officer.fill("[name=search_scope]", "检索了综合档案室 2020 年以来的全部合同，没有找到。");
	await officer.click("main form[method=post] button[type=submit]");
	await noSidewaysScroll(officer);
	await officer.getByRole("link", { name: "送审…" }).click();
	await officer.click("main form.form button[type=submit]:not([name])");
	const reviewer = await caseOf("reviewer", about);
	await actPlainly(reviewer, "agree");
	const head = await caseOf("head", about);
	await actPlainly(head, "sign", { sure: true });
	await officer.reload();
	await actPlainly(officer, "deliver", { tracking: "EMS123456789", sure: true });
	await applicant.goto(`${site}/apply/progress/case`);
	assert((await words(applicant)).includes("已答复") && (await words(applicant)).includes("政府信息不存在告知书"), "the applicant has the reply");
	await fits(applicant, "progress-answered");
	for (const page of [applicant, officer, reviewer, head]) await close(page);
}

export default async function run() {
	const home = await findHome();
	await test("one case by the keyboard alone, from the form to the reply", () => byKeyboard(home));
	await test("one case at 320 px without script, from the form to the reply", () => plainly(home));
}
