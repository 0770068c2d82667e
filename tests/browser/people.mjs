// People: made by the system administrator, given roles by the security administrator, signing in and
// out themselves. The first start is first.mjs's.
import { writeFileSync } from "node:fs";
import path from "node:path";
import { assert, close, demoPassword, keyIn, open, passesAxe, passesAxeWithoutScript, press, signIn, site, test, words, work } from "./tools.mjs";

const password = "马铃薯窗台蓝鲸-7391-quartz";

/* A new person; returns its id. */
async function make(login, javaScriptEnabled) {
	const page = await open("/admin/people/new", { as: "system_admin", javaScriptEnabled });
	if (javaScriptEnabled) await keyIn(page, { login, name: `试用${login}`, agency: "平房区人民政府" });
	else {
		/* The agency is looked for, and what was typed stays. */
		await keyIn(page, { login, name: `试用${login}`, agency: "平房" }, "main button[name=find]");
		const found = page.locator("main label", { hasText: "平房区人民政府" }).locator("[name=agency_pick]").first();
		assert((await found.count()) === 1, "found");
		await found.check();
		await passesAxeWithoutScript(page);
		await press(page, "main form .acts button");
	}
	assert((await words(page, ".notice.ok")).includes("账号已建立"), "made");
	const id = page.url().match(/people\/(\d+)/)[1];
	await close(page);
	return id;
}

/* The one-time link is made by the one and opened by the other, who sets the password. */
async function setPassword(id, login, javaScriptEnabled) {
	const admin = await open(`/admin/people/${id}`, { as: "system_admin", javaScriptEnabled });
	await admin.locator("details:has([action$='/link']) summary").focus();
	await admin.keyboard.press("Enter");
	await press(admin, "main [action$='/link'] button");
	const link = new URL((await words(admin, "main code")).trim());
	await passesAxeWithoutScript(admin);
	await close(admin);
	const page = await open(link.pathname, { javaScriptEnabled });
	await keyIn(page, { password: "123456123456", again: "123456123456" });
	assert((await page.locator("main .error").count()) >= 1, "a weak password is refused beside its field");
	await keyIn(page, { password, again: password });
	assert(page.url() === `${site}/sign-in`, `on to signing in: ${page.url()}`);
	await page.goto(site + link.pathname);
	assert((await words(page)).length > 10 && (await page.locator("[name=password]").count()) === 0, "the link works once");
	await signIn(page, login, password);
	assert(page.url() === `${site}/desk`, `signed in: ${page.url()}`);
	return page;
}

async function life(javaScriptEnabled) {
	const login = javaScriptEnabled ? "zhang.san" : "li.si";
	const id = await make(login, javaScriptEnabled);
	const person = await setPassword(id, login, javaScriptEnabled);
	assert((await words(person)).includes("还没有，请安全管理员授予"), "no role yet");
	assert((await person.goto(`${site}/desk/reports`)).status() === 403, "and nothing to do");
	const safety = await open(`/admin/people/${id}`, { as: "security_admin", javaScriptEnabled });
	assert((await safety.locator("main a[href$='/edit']").count()) === 0, "the security administrator does not change particulars");
	await safety.locator("details:has([action$='/roles']) summary").focus();
	await safety.keyboard.press("Enter");
	await keyIn(safety, { role: { choose: "author" }, reason: "调岗" });
	assert((await words(safety, ".notice.ok")).includes("角色已授予"), "given");
	assert((await person.goto(`${site}/desk/reports`)).status() === 200, "counts at once");
	await safety.locator("details:has([action$='/take']) summary").focus();
	await safety.keyboard.press("Enter");
	await keyIn(safety, { reason: "离岗" });
	assert((await words(safety, ".notice.ok")).includes("角色已收回"), "taken");
	assert((await person.goto(`${site}/desk/reports`)).status() === 403, "counts at once too");
	await close(safety);
	await press(person, "header form[action='/sign-out'] button");
	await person.goto(`${site}/desk`);
	assert(person.url().startsWith(`${site}/sign-in`), `signed out: ${person.url()}`);
	await close(person);
}

async function ownSessions() {
	const here = await open("/sign-in");
	const there = await open("/sign-in");
	await signIn(there, "head", "for-demonstration-only");
	await signIn(here, "head", "for-demonstration-only");
	const kept = await there.context().cookies();
	await here.goto(`${site}/profile`);
	await press(here, "main form[action$='/end'][action*='/sessions/'] button");
	await there.goto(`${site}/desk`);
	assert(there.url().startsWith(`${site}/sign-in`), "the other device is out");
	await there.context().addCookies(kept);
	await there.goto(`${site}/desk`);
	assert(there.url().startsWith(`${site}/sign-in`), "its old cookie opens nothing");
	await here.goto(`${site}/desk`);
	assert(here.url() === `${site}/desk`, "this one stays");
	await close(here);
	await close(there);
}

async function lockOut() {
	const page = await open("/sign-in", { javaScriptEnabled: false });
	const replies = [];
	page.on("response", (each) => each.request().method() === "POST" && replies.push(each.status()));
	for (let i = 0; i < 6; i++) await signIn(page, "nobody.here", "wrong-password-1");
	assert(replies.at(-1) === 429, `then one waits: ${replies.join(" ")}`);
	assert(/请在 \d+ 秒后再试/.test(await words(page)), await words(page));
	assert((await page.inputValue("[name=login]")) === "nobody.here", "the login stays");
	assert((await page.inputValue("[name=password]")) === "", "the password does not");
	await passesAxeWithoutScript(page);
	await close(page);
}

async function twoEdit() {
	const id = await make("wang.wu", true);
	const first = await open(`/admin/people/${id}/edit`, { as: "system_admin" });
	const second = await open(`/admin/people/${id}/edit`, { as: "system_admin", javaScriptEnabled: false });
	await keyIn(first, { name: "王五一" });
	const reply = second.waitForResponse((each) => each.request().method() === "POST");
	await keyIn(second, { name: "王五二" });
	assert((await reply).status() === 409, "409");
	const both = await words(second, "table.stale");
	assert(both.includes("王五一") && both.includes("王五二"), `both versions: ${both}`);
	await passesAxeWithoutScript(second);
	await keyIn(second, { name: "王五二" });
	assert((await words(second, "main h1")).includes("王五二"), "saved when asked again");
	await close(first);
	await close(second);
}

/* A token is made with the password, opens the interface and no page, and is taken back. */
async function tokens() {
	const page = await open("/profile/tokens", { as: "case_officer", javaScriptEnabled: false });
	await keyIn(page, { name: "区政务服务平台", present: "wrong-password-1" });
	assert((await page.locator("main .error").count()) >= 1, "neither the role nor the password");
	await keyIn(page, { role_case_officer: true, present: demoPassword });
	const token = (await words(page, "main code")).trim();
	assert(/^gk_[0-9a-f]{64}$/.test(token), "shown");
	await passesAxeWithoutScript(page);
	const ask = (address) => fetch(site + address, { headers: { Authorization: `Bearer ${token}` }, redirect: "manual" });
	const cases = await ask("/api/v1/applications");
	assert(cases.status === 200 && Array.isArray((await cases.json()).applications), "it reads");
	assert((await ask("/desk")).status === 303, "no page");
	assert((await ask("/api/v1/applications/1/applicant")).status === 405, "reading is no way to open an applicant");
	await page.goto(`${site}/profile/tokens`);
	assert(!(await words(page)).includes("gk_"), "shown once");
	await press(page, "main form[action$='/end'] button");
	assert((await words(page, ".notice.ok")).includes("已收回"), "taken back");
	assert((await ask("/api/v1/applications")).status === 401, "worth nothing now");
	await passesAxeWithoutScript(page);
	await close(page);
}

async function list() {
	const page = await open("/admin/people/import", { as: "system_admin", javaScriptEnabled: false });
	const file = path.join(work, "人员.csv");
	const take = async (text) => {
		writeFileSync(file, text);
		await page.setInputFiles("input[type=file]", file);
		await press(page, "main form[enctype] button");
	};
	await take("登录名,姓名,机关\nzhao.liu,赵六,平房区人民政府\nqian.qi,钱七,没有这个机关\n");
	assert((await page.locator("main .lamp.late").count()) === 1, "the bad row is shown");
	assert((await page.locator("form[action$='/store']").count()) === 0, "and nothing can be written");
	await passesAxeWithoutScript(page);
	await take("登录名,姓名,机关\nzhao.liu,赵六,平房区人民政府\n");
	await press(page, "main form[action$='/store'] button");
	assert((await page.locator("main code").count()) === 1, "a link for each");
	await close(page);
	const found = await open("/admin/people?q=zhao", { as: "auditor" });
	assert((await words(found)).includes("赵六") && !(await words(found)).includes("新增人员"), "the auditor sees and does not add");
	await passesAxe(found);
	await close(found);
}

export default async function people() {
	for (const script of [true, false])
		await test(`a person is made, sets a password, is given and loses a role, signs out, ${script ? "with" : "without"} script`, () => life(script));
	await test("a session ended by its owner is really over", ownSessions);
	await test("wrong passwords lead to a wait, which is said", lockOut);
	await test("two change the same person: the second sees both versions", twoEdit);
	await test("an access token is shown once, reads, and is taken back", tokens);
	await test("a list of people is previewed; bad rows keep everything out", list);
}
