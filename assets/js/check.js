/*
 * The check page with script: files go one by one, with a count and a bar, and results appear as they
 * come. Without script the same form sends all files at once.
 */

const say = (zh, en) => (document.documentElement.lang.startsWith("en") ? en : zh);

/* The results of one file: the server draws the same page, we take its parts. */
async function checkOne(form, file, index) {
	const body = new FormData();
	const token = form.querySelector("input[name=form_token]");

	/* Who is signed in sends the token of the session along, as the form itself would. */
	if (token) body.append(token.name, token.value);
	body.append(form.querySelector("input[type=file]").name, file);
	const reply = await fetch(`${form.action}?first=${index}`, { method: "POST", body, headers: { Accept: "text/html" } }).catch(() => {
		throw new Error(say("没有连上服务器。请检查网络后再试。", "The server cannot be reached. Check the network and try again."));
	});
	const page = new DOMParser().parseFromString(await reply.text(), "text/html");
	const result = page.querySelector(".result");
	const line = page.querySelector(".result-list li");

	if (result && line) return { result, line };
	throw new Error(page.querySelector("#file-error, [role=alert]")?.textContent.trim() || say("没有收到结果。请稍后再试。", "No answer. Try again later."));
}

const MOST_FILES = 20;
const MOST_BYTES = 32 << 20;

/* What the server would refuse anyway, said before anything is sent. */
function refusal(file) {
	if (file.size > MOST_BYTES) return say("超过 32 MB，没有发送。请压缩其中的图片后再试。", "Larger than 32 MB, not sent. Make its pictures smaller and try again.");
	if (file.size === 0) return say("是空文件，没有发送。请检查是否选错了文件。", "The file is empty, not sent. Check that it is the right one.");
	return "";
}

/* A file whose check did not come back gets its own line; the others go on. */
function lost(file, index, why) {
	const line = document.createElement("li");
	const result = document.createElement("section");
	const title = document.createElement("h2");
	const words = document.createElement("p");

	title.textContent = file.name;
	line.append(Object.assign(document.createElement("a"), { href: `#r${index}`, textContent: file.name }), " ", Object.assign(document.createElement("span"), { className: "lamp late", textContent: say("未能核对", "not checked") }));
	words.className = "notice late";
	words.textContent = why;
	result.className = "result";
	result.id = `r${index}`;
	result.append(title, words);
	return { result, line };
}

export function checkForm(form) {
	const input = form.querySelector("input[type=file]");
	const wrong = form.querySelector("#file-error");
	const told = form.querySelector(".drop-progress");
	const place = document.querySelector("[data-results]");

	if (!input || !told || !place || !window.fetch) return;
	form.addEventListener("submit", async (event) => {
		const files = Array.from(input.files);
		const bar = document.createElement("progress");
		const list = document.createElement("ul");
		const title = document.createElement("h2");

		if (!files.length) return;
		event.preventDefault();
		wrong.textContent = files.length > MOST_FILES ? say(`选了 ${files.length} 份，一次至多 ${MOST_FILES} 份。请分几次核对。`, `${files.length} files chosen; at most ${MOST_FILES} at a time.`) : "";
		input.toggleAttribute("aria-invalid", false);
		if (files.length > MOST_FILES) {
			input.setAttribute("aria-invalid", "true");
			delete form.dataset.sending;
			for (const button of form.querySelectorAll("button[aria-disabled]")) button.removeAttribute("aria-disabled");
			return;
		}
		title.textContent = say("结果", "Results");
		list.className = "result-list";
		place.replaceChildren(title, list);
		bar.max = files.length;
		for (let i = 0; i < files.length; i++) {
			bar.value = i;
			told.replaceChildren(say(`正在核对第 ${i + 1} 份，共 ${files.length} 份：${files[i].name}`, `Checking ${i + 1} of ${files.length}: ${files[i].name}`), bar);
			const no = refusal(files[i]);
			const { result, line } = no ? lost(files[i], i, no) : await checkOne(form, files[i], i).catch((error) => lost(files[i], i, error.message));
			/* Several reports on one page are long: their full text waits until asked. */
			if (files.length > 1) result.querySelector(".report-fold")?.removeAttribute("open");
			list.append(line);
			place.append(result);
		}
		told.textContent = say(`核对完了，共 ${files.length} 份。`, `Done: ${files.length} checked.`);
		delete form.dataset.sending;
		for (const button of form.querySelectorAll("button[aria-disabled]")) button.removeAttribute("aria-disabled");
		title.tabIndex = -1;
		title.focus();
	});
}
