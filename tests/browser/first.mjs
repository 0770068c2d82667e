// The first start of a new installation: the link on the console, three administrators, a password by
// a link for each, the second factor, and signing in with it.
import path from "node:path";
import { assert, close, keyIn, open, passesAxe, passesAxeWithoutScript, picture, press, signIn, startServer, stopServer, test, totp, words, work } from "./tools.mjs";

const people = { system: "sys.admin", security: "safe.admin", audit: "audit.admin" };
const password = (login) => `马铃薯窗台蓝鲸-7391-${login.slice(0, 3)}`;

async function setUp(server, javaScriptEnabled) {
	for (let i = 0; i < 100 && !server.said.includes("/set-up/"); i++) await new Promise((resolve) => setTimeout(resolve, 50));
	const [, address] = server.said.match(/(\/set-up\/[0-9a-f]+)/);
	const page = await open(address, { at: server.site, javaScriptEnabled });
	await passesAxeWithoutScript(page);
	await keyIn(page, { system_login: "same", system_name: "张一", security_login: "same", security_name: "李二", audit_login: people.audit, audit_name: "王三" });
	assert((await page.locator("main .error").count()) === 1, "two of the same login are refused beside the field");
	await keyIn(page, { system_login: people.system, security_login: people.security });
	const links = (await page.locator("main code").allInnerTexts()).map((text) => new URL(text.trim()).pathname);
	assert(links.length === 3, "three links");
	await picture(page, "first-links");
	await passesAxeWithoutScript(page);
	await page.goto(server.site + address);
	assert((await page.locator("main form").count()) === 0, "the set-up link works once");
	await close(page);
	return links;
}

/* Opens the link, sets the password, signs in. */
async function enter(server, login, link, javaScriptEnabled) {
	const page = await open(link, { at: server.site, javaScriptEnabled });
	await keyIn(page, { password: password(login), again: password(login) });
	await signIn(page, login, password(login), server.site);
	return page;
}

/* Binds the second factor; returns a recovery code. `owes`: it is part of signing in, where the password
   was typed a moment ago. */
async function bind(server, page, login, owes) {
	await page.goto(`${server.site}/profile/second-factor`);
	await press(page, "main form[action$='/begin'] button");
	await passesAxeWithoutScript(page);
	await picture(page, "first-factor");
	const secret = await page.locator("details code").first().textContent();
	const present = owes ? {} : { present: password(login) };
	await keyIn(page, { ...present, code: "000000" });
	assert((await page.locator("[role=alert]").count()) >= 1, "a wrong code is refused");
	await keyIn(page, { ...present, code: totp(secret) });
	assert((await page.locator(".codes code").count()) >= 8, "recovery codes are shown");
	const recovery = await words(page, ".codes code");
	await press(page, "main a.button");
	await page.goto(`${server.site}/desk`);
	assert(page.url() === `${server.site}/desk`, `signed in: ${page.url()}`);
	await close(page);
	return recovery;
}

async function demandFactor(server, page) {
	await page.goto(`${server.site}/admin/settings`);
	const form = "form[id='account.factor']";
	await page.locator(`${form} select`).selectOption({ index: 1 });
	await press(page, `${form} button`);
	assert((await page.locator(`${form} .notice.ok`).count()) === 1, "the setting is saved");
}

async function again(server, login, recovery) {
	const page = await open("/sign-in", { at: server.site });
	await signIn(page, login, password(login), server.site);
	assert((await words(page, "main h1")).includes("动态码"), "the code is asked for");
	await passesAxe(page);
	await keyIn(page, { code: "000000" });
	assert((await page.locator("[role=alert]").count()) >= 1, "a wrong code is refused");
	await keyIn(page, { code: recovery.trim() });
	assert(page.url() === `${server.site}/desk`, `signed in with a recovery code: ${page.url()}`);
	await close(page);
}

async function firstStart(javaScriptEnabled) {
	const data = path.join(work, `new-${javaScriptEnabled}`);
	let server = await startServer(data);
	try {
		const links = await setUp(server, javaScriptEnabled);
		let page = await enter(server, people.security, links[1], javaScriptEnabled);
		assert(page.url() === `${server.site}/desk`, `signed in: ${page.url()}`);
		await demandFactor(server, page);
		const recovery = await bind(server, page, people.security, false);
		await stopServer(server);
		server = await startServer(data);
		assert(!server.said.includes("/set-up/"), "no second set-up link");
		for (const [who, link] of [["system", links[0]], ["audit", links[2]]]) {
			page = await enter(server, people[who], link, javaScriptEnabled);
			assert(page.url() === `${server.site}/profile/second-factor`, `the second factor is asked for: ${page.url()}`);
			await page.goto(`${server.site}/admin/people`);
			assert(page.url() !== `${server.site}/admin/people`, "nothing else opens before");
			await bind(server, page, people[who], true);
		}
		await again(server, people.security, recovery);
	} finally {
		await stopServer(server);
	}
}

export default async function first() {
	for (const script of [true, false])
		await test(`the first start: three administrators, passwords, second factor, ${script ? "with" : "without"} script`, () => firstStart(script));
}
