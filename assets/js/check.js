/*
 * The check page with script: files go one by one, with a count and a bar, and results appear as they
 * come. Without script the same form sends all files at once.
 */

const say = (zh, en) => (document.documentElement.lang.startsWith("en") ? en : zh);

/* The results of one file: the server draws the same page, we take its parts. */
async function checkOne(form, file, index) {
	const body = new FormData();

	body.append(form.querySelector("input[type=file]").name, file);
	const reply = await fetch(`${form.action}?first=${index}`, { method: "POST", body, headers: { Accept: "text/html" } });
	const page = new DOMParser().parseFromString(await reply.text(), "text/html");
	const result = page.querySelector(".result");
	const line = page.querySelector(".result-list li");

	if (result && line) return { result, line };
	throw new Error((page.querySelector("[role=alert]") || {}).textContent || say("没有收到结果", "No answer"));
}

/* A file whose check did not come back gets its own line; the others go on. */
function lost(file, index, why) {
	const line = document.createElement("li");
	const result = document.createElement("section");
	const title = document.createElement("h2");
	const words = document.createElement("p");

	line.textContent = `${file.name} ${say("未能核对", "not checked")}`;
	title.textContent = file.name;
	words.className = "notice late";
	words.textContent = `${why}${say("。请稍后再试。", ". Try again later.")}`;
	result.className = "result";
	result.id = `r${index}`;
	result.append(title, words);
	return { result, line };
}

export function checkForm(form) {
	const input = form.querySelector("input[type=file]");
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
		title.textContent = say("结果", "Results");
		list.className = "result-list";
		place.replaceChildren(title, list);
		bar.max = files.length;
		for (let i = 0; i < files.length; i++) {
			bar.value = i;
			told.replaceChildren(say(`正在核对第 ${i + 1} 份，共 ${files.length} 份：${files[i].name}`, `Checking ${i + 1} of ${files.length}: ${files[i].name}`), bar);
			const { result, line } = await checkOne(form, files[i], i).catch((error) => lost(files[i], i, error.message));
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
