// Agencies and sites: made, changed, renamed, moved and imported by the system administrator, as the
// public then finds them.
import { writeFileSync } from "node:fs";
import path from "node:path";
import { assert, close, keyIn, noSidewaysScroll, open, passesAxe, passesAxeWithoutScript, press, site, test, words, work } from "./tools.mjs";

async function idOf(page, name) {
	await page.goto(`${site}/admin/agencies?q=${encodeURIComponent(name)}`);
	const link = page.locator("main tbody th a", { hasText: name }).first();
	return (await link.getAttribute("href")).match(/\d+$/)[0];
}

async function life(javaScriptEnabled) {
	const page = await open("/admin/agencies", { as: "system_admin", javaScriptEnabled });
	const name = javaScriptEnabled ? "平房区档案馆" : "平房区图书馆";
	const above = await idOf(page, "平房区人民政府");
	await page.goto(`${site}/admin/agencies/new?below=${above}`);
	await keyIn(page, { name, credit_code: "123456789012345670" });
	assert((await page.locator("main .error").count()) === 1, "a wrong code is refused beside its field");
	assert((await page.inputValue("[name=name]")) === name, "what was typed stays");
	await keyIn(page, { credit_code: "" });
	assert((await words(page, ".notice.ok")).includes("已新增"), "made");
	const id = page.url().match(/agencies\/(\d+)/)[1];
	await press(page, `main a[href$="/${id}/rename"]`);
	await keyIn(page, { name: `${name}（新）`, on: { day: "2020-01-01" } });
	assert((await words(page, ".notice.ok")).includes("已更名"), "renamed");
	assert((await words(page)).includes("曾用名"), "the old name is kept");
	await press(page, `main a[href$="/${id}/move"]`);
	await keyIn(page, { q: "道里区人民政府" });
	await page.locator("main input[name=pick]:not([value='0'])").first().focus();
	await page.keyboard.press("Space");
	await keyIn(page, { on: { day: "2021-01-01" } });
	assert((await words(page, ".notice.ok")).includes("已移动"), "moved");
	await close(page);
	const reader = await open(`/directory?q=${encodeURIComponent(name)}`, { javaScriptEnabled });
	assert((await words(reader)).includes(`${name}（新）`), "the public finds it");
	await close(reader);
}

async function twoEdit() {
	const first = await open("/admin/agencies", { as: "system_admin" });
	const id = await idOf(first, "东安区人民政府");
	await first.goto(`${site}/admin/agencies/${id}/edit`);
	const second = await open(`/admin/agencies/${id}/edit`, { as: "system_admin", javaScriptEnabled: false });
	await keyIn(first, { phone: "0453-1111111" });
	const reply = second.waitForResponse((each) => each.request().method() === "POST");
	await keyIn(second, { phone: "0453-2222222" });
	assert((await reply).status() === 409, "409");
	const both = await words(second, "table.stale");
	assert(both.includes("0453-1111111") && both.includes("0453-2222222"), `both versions: ${both}`);
	await passesAxeWithoutScript(second);
	await second.setViewportSize({ width: 320, height: 800 });
	await noSidewaysScroll(second);
	await close(first);
	await close(second);
}

async function list(javaScriptEnabled) {
	const page = await open("/admin/agencies/import", { as: "system_admin", javaScriptEnabled });
	const file = path.join(work, "机关.csv");
	const street = javaScriptEnabled ? "兴建街道办事处" : "保国街道办事处";
	const take = async (text) => {
		writeFileSync(file, text);
		await page.setInputFiles("input[type=file]", file);
		await press(page, "main form[enctype] button[type=submit]");
	};
	await take(`机关名称,上级机关\n${street},平房区人民政府\n无主科,没有这个上级\n`);
	assert((await page.locator("main .lamp.late").count()) === 1, "the bad row is shown with its problem");
	assert((await words(page, "[role=alert]")).includes("没有写入任何内容"), "and nothing was written");
	assert((await page.locator("form[action$='/confirm']").count()) === 0, "nor can be");
	assert(!(await (await fetch(`${site}/directory?q=${encodeURIComponent(street)}`)).text()).includes(`>${street}</a>`), "not in the directory");
	await take(`机关名称,上级机关\n${street},平房区人民政府\n`);
	assert((await words(page, "main form[action$='/confirm']")).includes("新增 1 个"), "the button says what happens");
	await press(page, "main form[action$='/confirm'] button");
	assert((await page.locator(".notice.ok").count()) === 1, "written");
	assert((await (await fetch(`${site}/directory?q=${encodeURIComponent(street)}`)).text()).includes(`>${street}</a>`), "in the directory");
	await close(page);
}

async function siteOf() {
	const page = await open("/admin/agencies/sites/new", { as: "system_admin", javaScriptEnabled: false });
	const typed = { host: "pingfang.example", agency: "平房区人民政府", title: "平房区政府信息公开", palette: { choose: "green" }, organizer: "平房区人民政府办公室" };
	await keyIn(page, { ...typed, site_code: "12" });
	assert((await page.locator("main .error").count()) >= 1, "a wrong code is refused beside its field");
	await keyIn(page, { site_code: "" });
	assert((await words(page, ".notice.ok")).length > 3, "made");
	assert((await words(page)).includes("pingfang.example"), "listed");
	await passesAxeWithoutScript(page);
	await close(page);
	const visitor = await open("/admin/agencies/sites", { as: "author" });
	assert(visitor.status === 403, "not for others");
	await passesAxe(visitor);
	await close(visitor);
}

export default async function agencies() {
	for (const script of [true, false]) {
		await test(`an agency is made, renamed and moved, ${script ? "with" : "without"} script, by keyboard`, () => life(script));
		await test(`agencies are imported after a preview, ${script ? "with" : "without"} script`, () => list(script));
	}
	await test("two change the same agency: the second sees both versions", twoEdit);
	await test("a site is made", siteOf);
}
