// Every page of `gongkai routes --json`, walked by each role that may open it, so that a new page is
// covered by itself. Addresses with an identifier are taken from the links of the pages themselves.
import { assert, close, noSidewaysScroll, open, passesAxe, picture, run, site, test } from "./tools.mjs";

const routes = JSON.parse(run("routes", "--json")).filter((route) => route.method === "GET");
const roles = ["author", "reviewer", "approver", "case_officer", "legal_reviewer", "head", "supervisor", "system_admin", "security_admin", "auditor"];
/* Opened by one-time links, which first.mjs walks; a forwarding; an applicant's own, which apply.mjs walks;
   files of a case and their redaction, which case.mjs and redact.mjs walk; one case as JSON, linked from nowhere. */
const notWalked = ["/links/:token", "/set-up/:token", "/sign-in/next", "/apply/progress/case",
	"/apply/progress/letters/:letter/:format", "/apply/progress/files/:file",
	"/api/v1/applications/:id", "/desk/applications/:id/files/:file/pages/:page",
	"/desk/applications/:id/files/:file", "/desk/applications/:id/files/:file/redact"];

/* What answers only when it is asked something. */
const asking = { "/api/v1/clock": "?received=2020-01-20", "/api/v1/fee": "?by_case=31" };

const shape = (route) => new RegExp(`^${route.path.replace(/:[a-z]+/g, "[^/]+").replaceAll("/", "\\/")}$`);
const plain = (address) => new URL(address, site).pathname;

/* The more exact of two routes: /admin/agencies/new before /admin/agencies/:id. */
function routeOf(address) {
	const fits = routes.filter((route) => shape(route).test(plain(address)));
	return fits.sort((a, b) => a.path.split(":").length - b.path.split(":").length)[0];
}

const mayOpen = (role, route) => route.who === "anyone" || (role && route.who.split("|").some((each) => each === role || each === "signed_in"));

/* Of each route up to nine things (cases, reports), each with up to twelve views (tabs, filters), found by following
   links. A case's views are counted by themselves: the first nine cases with their tabs say more than nine tabs. */
async function find(context, role) {
	const found = new Map();
	const views = new Map();
	const asked = new Set();
	const queue = routes.filter((route) => !route.path.includes(":") && mayOpen(role, route)).map((route) => route.path + (asking[route.path] || ""));
	if (!role) queue.push("/api/v1/reports/1", "/api/v1/reports/1/facts");
	while (queue.length) {
		const address = queue.shift();
		const route = routeOf(address);
		if (!route || asked.has(address) || notWalked.includes(route.path) || !mayOpen(role, route)) continue;
		const known = found.get(route.path) || [];
		const seen = views.get(plain(address)) || 0;
		if (seen > 11 || (seen === 0 && new Set(known.map((each) => plain(each.address))).size > 8)) continue;
		asked.add(address);
		views.set(plain(address), seen + 1);
		const reply = await context.request.get(site + address, { maxRedirects: 0 });
		assert(reply.status() === 200 || reply.status() === 303, `${role || "anyone"} ${address}: ${reply.status()}`);
		const isPage = (reply.headers()["content-type"] || "").startsWith("text/html") && reply.status() === 200;
		const isFile = /attachment/.test(reply.headers()["content-disposition"] || "");
		found.set(route.path, [...known, { address, isPage: isPage && !isFile }]);
		if (!isPage || isFile) continue;
		/* Where a form is posted to is no page to open. */
		const text = (await reply.text()).replace(/<form[^>]*method="post"[^>]*>/g, "");
		for (const [, link] of text.matchAll(/(?:href|action)="(\/[^"#]*)/g))
			if (!link.includes("elder=")) queue.push(link.replaceAll("&amp;", "&"));
	}
	return found;
}

async function looksRight(page, name, address) {
	await page.setViewportSize({ width: 1280, height: 900 });
	const reply = await page.goto(site + address);
	assert(reply.status() === 200, `status ${reply.status()}`);
	await page.waitForLoadState("networkidle");
	assert((await page.locator("main h1").count()) === 1, "one heading");
	await noSidewaysScroll(page);
	await passesAxe(page);
	await picture(page, `${name}-1280`);
	await page.setViewportSize({ width: 375, height: 800 });
	await noSidewaysScroll(page);
	await picture(page, `${name}-375`);
	await page.setViewportSize({ width: 320, height: 800 });
	await noSidewaysScroll(page);
	await passesAxe(page);
	await page.emulateMedia({ media: "print" });
	for (const gone of [".nav", ".side", ".filters", ".head form", ".crumbs", ".foot"])
		for (const each of await page.locator(gone).all()) assert(!(await each.isVisible()), `no ${gone} on paper`);
	assert(await page.locator(".print-source").isVisible(), "the source on paper");
	await page.emulateMedia({ media: "screen" });
	assert(page.problems.length === 0, page.problems.splice(0).join("; "));
}

async function readsWithoutScript(page, address) {
	const reply = await page.goto(site + address);
	assert(reply.status() === 200, `without script: status ${reply.status()}`);
	assert((await page.locator("main h1").count()) === 1, "without script: one heading");
	assert((await page.locator("main").innerText()).replace(/\s/g, "").length > 15, "without script: content");
}

async function walk(role, done) {
	const page = await open("/", { as: role });
	const silent = await open("/", { as: role, javaScriptEnabled: false });
	const titles = new Map();
	let found = new Map();
	await test(`${role || "the public"}: every link leads to a page that opens`, async () => {
		found = await find(page.context(), role);
		assert(found.size >= 8, `only ${found.size} routes`);
	});
	for (const [path, addresses] of found) {
		const route = routes.find((each) => each.path === path);
		const key = route.who === "anyone" ? path : `${path} ${role}`;
		if (done.has(path) && (route.who === "anyone" || (route.who.includes("signed_in") && path !== "/desk"))) continue;
		done.add(path);
		const first = addresses.find((each) => each.isPage);
		if (!first) continue;
		await test(`${key}: axe, 1280, 375 and 320 px, paper, without script, a title of its own`, async () => {
			await looksRight(page, key.replace(/[^a-z_]+/g, "-").replace(/^-|-$/g, "") || "home", first.address);
			const title = await page.title();
			assert(!titles.has(title), `${path} and ${titles.get(title)} are both called ${title}`);
			titles.set(title, path);
			await readsWithoutScript(silent, first.address);
		});
	}
	await close(page);
	await close(silent);
}

/* The larger text is half a screen wider: the frame of the desk must hold it too. */
async function larger() {
	for (const [role, address] of [["auditor", "/admin/audit"], ["system_admin", "/admin/people"], ["approver", "/desk/reports"], [undefined, "/reports/1"]]) {
		const page = await open(`${address}?elder=1`, { as: role, viewport: { width: 320, height: 800 } });
		assert((await page.locator("html.elder").count()) === 1, "larger text");
		await noSidewaysScroll(page);
		await close(page);
	}
}

export default async function pages() {
	const done = new Set(notWalked);
	await walk(undefined, done);
	for (const role of roles) await walk(role, done);
	await test("larger text fits at 320 px", larger);
	await test("every GET route was walked", async () => {
		const left = routes.map((route) => route.path).filter((path) => !done.has(path));
		assert(left.length === 0, left.join(" "));
	});
}
