// An applicant from the choice of the agency to the correction, and the officer who enters what came by post.
// Every page is also walked by pages.mjs; here stand the journeys and what guessing teaches.
import { assert, close, day, keyIn, noSidewaysScroll, open, passesAxe, passesAxeWithoutScript, picture, press, site, tabTo, test, words } from "./tools.mjs";

const agency = "平房区人民政府";
/* The smallest picture. */
const dot = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");

/* From the list of agencies to the form. */
async function toForm(page) {
	await page.goto(`${site}/apply`);
	await page.fill("main [name=q]", agency);
	await page.click("main form.filters button");
	await page.locator("main .found a", { hasText: agency }).first().click();
	await page.waitForURL(/\/apply\/\d+$/);
}

/* The receipt: number and query code. */
async function receipt(page) {
	assert(page.url().endsWith("/apply/sent"), `sent: ${page.url()} ${(await page.locator("main").innerText()).slice(0, 300)}`);
	return { number: await page.locator(".receipt strong").first().innerText(), code: await page.locator(".code").innerText() };
}

const digits = { 零: 0, 一: 1, 二: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9 };

/* "三十七" as a number. */
function read(text) {
	if (!text.includes("十")) return digits[text];
	const [tens, ones] = text.split("十");
	return (tens ? digits[tens] : 1) * 10 + (ones ? digits[ones] : 0);
}

async function ask(page, { number, code }) {
	await page.goto(`${site}/apply/progress`);
	await page.fill("#agency", agency);
	await page.fill("#number", number);
	await page.fill("#code", code);
	await page.click("main form button");
}

let sent;

async function withScript() {
	const page = await open("/apply", { viewport: { width: 320, height: 800 } });
	await toForm(page);
	await noSidewaysScroll(page);
	await passesAxe(page);
	await page.fill("#description", "𠮷林路改造工程的施工合同");
	await page.waitForFunction(() => document.querySelector("[data-draft-state]").textContent.includes("自动保存"));
	await page.reload();
	assert((await page.inputValue("#description")) === "𠮷林路改造工程的施工合同", "the draft came back");
	await page.fill("#name", `<script>document.title="x"</script>${"𠮷".repeat(360)}`);
	await page.fill("#proof_number", "230108199001010018");
	await page.setInputFiles("#proof", { name: "身份证.png", mimeType: "image/png", buffer: dot });
	await page.click("main form.apply button[type=submit]");
	await page.waitForSelector("main [role=alert] li");
	const mistakes = await words(page, "[role=alert]");
	assert(mistakes.includes("校验") && mistakes.includes("联系方式"), mistakes);
	assert((await page.inputValue("#name")).startsWith("<script>"), "what was typed stays as text");
	assert(await page.locator("[name=kept_proof]").isChecked(), "the file is kept");
	await passesAxe(page);
	await page.fill("#phone", "13800001234");
	await page.check("[name=sure_number]");
	await page.click("main form.apply button[type=submit]");
	await page.waitForLoadState();
	sent = await receipt(page);
	await picture(page, "apply-sent-320");
	await noSidewaysScroll(page);
	await passesAxe(page);
	await page.reload();
	assert((await receipt(page)).code === sent.code, "a reload sends nothing and shows the same");
	assert((await page.evaluate(() => localStorage.length)) === 0, "the draft is gone");
	await page.getByText("我已记下，看办理进度").click();
	await page.waitForURL(/\/apply\/progress\/case/);
	assert((await words(page)).includes("等待双方确认收到"), "the stage in words");
	await page.goto(`${site}/apply/sent`);
	assert((await page.locator(".code").count()) === 0, "the code is shown no more");
	assert(page.problems.filter((each) => !each.includes("422")).length === 0, page.problems.join("; "));
	await close(page);
}

async function withoutScript() {
	const page = await open("/apply", { javaScriptEnabled: false });
	await toForm(page);
	const question = await words(page, "label[for=guard_answer]");
	const [, first, second] = question.match(/^(.+)加(.+)等于/);
	await page.fill("#description", "平房区 2025 年供热补贴发放办法");
	await page.fill("#name", "李四");
	await page.fill("#proof_number", "11010519491231002X");
	await page.fill("#phone", "0451-86501431");
	await page.click("main form.apply button[type=submit]");
	assert((await words(page, "[role=alert]")).includes("验证"), "without the sum it is not sent");
	assert((await page.inputValue("#name")) === "李四", "what was typed stays");
	await passesAxeWithoutScript(page);
	const again = (await words(page, "label[for=guard_answer]")).match(/^(.+)加(.+)等于/);
	assert(question.length > 5 && first && second, question);
	await page.fill("#guard_answer", String(read(again[1]) + read(again[2])));
	const [request] = await Promise.all([
		page.waitForRequest((each) => each.method() === "POST"), page.click("main form.apply button[type=submit]"),
	]);
	const got = await receipt(page);
	/* The very same form once more, as a double click sends it, is the same application. */
	const type = await request.headerValue("content-type");
	const twice = await page.request.post(request.url(), { data: request.postDataBuffer(), headers: { "content-type": type } });
	assert(twice.url().endsWith("/apply/sent") && (await twice.text()).includes(got.code), "one form, one application");
	const state = await page.context().cookies();
	assert(state.some((cookie) => cookie.name === "application" && cookie.httpOnly), "the session is out of reach of scripts");
	assert(/^\d{4}-\d{4}$/.test(got.number) && /^[A-Z2-9]{10}$/.test(got.code), JSON.stringify(got));
	await page.getByText("我已记下，结束").click();
	await page.goto(`${site}/apply/progress/case`);
	assert(page.url().includes("done=over"), "it is over");
	await close(page);
}

async function byKeyboard() {
	const page = await open("/apply");
	await toForm(page);
	await page.waitForSelector("[data-guard][data-solved]");
	await keyIn(page, { description: "平房区公园绿化养护合同", name: "赵六", proof_number: "11010519491231002X", phone: "13800005678" }, "main form.apply .acts button");
	await page.waitForURL(/\/apply\/sent$/);
	await receipt(page);
	await tabTo(page, "main .acts button");
	await press(page, "main .acts button");
	assert(page.url().includes("/apply/progress/case"), page.url());
	await close(page);
}

/* Whatever is wrong, the answer is the same but for what was typed. */
async function guesses() {
	const form = async (fields) => {
		const reply = await fetch(`${site}/apply/progress`, { method: "POST", body: new URLSearchParams(fields), headers: { "Sec-Fetch-Site": "same-origin" } });
		const text = await reply.text();
		return `${reply.status} ${Object.values(fields).reduce((page, each) => page.replaceAll(`value="${each}"`, 'value=""'), text)}`;
	};
	const wrongCode = await form({ agency, number: sent.number, code: "ABCDEFGHJK" });
	const wrongNumber = await form({ agency, number: "2026-9999", code: sent.code });
	const wrongAgency = await form({ agency: "东安区人民政府", number: sent.number, code: sent.code });
	const noAgency = await form({ agency: "没有的机关", number: sent.number, code: sent.code });
	assert(wrongCode.startsWith("422 ") && !wrongCode.includes("ABCDEFGHJK"), wrongCode.slice(0, 200));
	assert(wrongNumber === wrongCode && wrongAgency === wrongCode && noAgency === wrongCode, "four mistakes, one answer");
	const api = async (code) => {
		const reply = await fetch(`${site}/api/v1/applications/status`, { method: "POST", body: new URLSearchParams({ agency, number: sent.number, code }) });
		return [reply.status, await reply.json()];
	};
	const [right, status] = await api(sent.code.toLowerCase());
	assert(right === 200 && status.stage === "submitted" && status.due_on === null, JSON.stringify(status));
	for (const cookie of ["", "00", "zz", "f".repeat(240), "0".repeat(5000)]) {
		const reply = await fetch(`${site}/apply/progress/case`, { headers: { Cookie: `application=${cookie}` }, redirect: "manual" });
		assert(reply.status === 303 && reply.headers.get("location").includes("done=over"), `a made-up session: ${reply.status}`);
	}
	const [wrong, error] = await api("ABCDEFGHJK");
	assert(wrong === 404 && error.error.code === "application_query", JSON.stringify(error));
}

/* Entered at the counter, registered, corrected online. */
async function entered() {
	const desk = await open("/desk/applications/new", { as: "case_officer" });
	await passesAxe(desk);
	await desk.check("[name=channel][value=mail_plain]");
	await desk.fill("#submitted_on", day());
	await desk.fill("#received_on", day());
	await desk.check("[name=applicant_kind][value=natural_person]");
	await desk.check("[name=wanted_way][value=counter]");
	await desk.fill("#description", "平房区校车线路审批结果");
	await desk.fill("#name", "王五");
	await desk.fill("#proof_number", "11010519491231002X");
	await desk.fill("#phone", "13900001111");
	await desk.click("main form.apply button[type=submit]");
	assert((await words(desk, "[role=alert]")).includes("确认的方式"), "receipt without a record is refused");
	await desk.fill("#record", "今天 10 时电话与申请人本人确认");
	await desk.click("main form.apply button[type=submit]");
	await desk.waitForSelector(".code");
	const got = { number: await desk.locator(".receipt strong").first().innerText(), code: await desk.locator(".code").innerText() };
	await desk.click("main .acts a.button");
	const base = desk.url().split("?")[0];
	for (const [act, fill] of [["register"], ["ask_correction", { "#says": "请写明哪一年", "#until": day(-15) }]]) {
		await desk.goto(`${base}/acts/${act}`);
		for (const [field, text] of Object.entries(fill || {})) await desk.fill(field, text);
		await desk.click("main form.form button[type=submit]:not([name=preview])");
		await desk.waitForURL(/done=/);
	}
	const page = await open("/apply/progress");
	await ask(page, got);
	await page.waitForURL(/\/apply\/progress\/case/);
	assert((await words(page)).includes("请写明哪一年"), "what is to be corrected");
	await passesAxe(page);
	const link = await page.locator("main a[href$='/pdf']").first().getAttribute("href");
	const letter = await page.request.get(site + link);
	assert(letter.headers()["content-disposition"].startsWith("attachment") && letter.headers()["content-security-policy"].includes("sandbox"), "letters are downloads");
	assert((await fetch(site + link, { redirect: "manual" })).status === 303, "nobody else gets it");
	await page.fill("#says", "2025 年");
	await page.click("main form[action$=corrected] button");
	await page.waitForURL(/done=corrected/);
	assert((await words(page)).includes("重新计算"), "the clock begins anew");
	await noSidewaysScroll(page);
	await page.getByRole("button", { name: "结束查询" }).click();
	await page.waitForURL(/done=ended/);
	await desk.goto(`${base}?tab=record`);
	assert((await words(desk)).includes("2025 年"), "the officer reads it");
	await close(page);
	await close(desk);
}

export default async function apply() {
	await test("an applicant sends an application at 320 px, mends a mistake and sees its progress", withScript);
	await test("an applicant without script answers a sum and sends", withoutScript);
	await test("an applicant sends with the keyboard alone", byKeyboard);
	await test("guesses get one answer, whatever is wrong", guesses);
	await test("an officer enters what came by post, and the applicant corrects it online", entered);
}
