/*
 * Small helps for every page. Each works on markup that is complete without it: when this file does
 * not arrive, links, forms and file inputs do the same work in more steps.
 */

import { draft, forgetDraft, guard } from "./apply.js";
import { checkForm } from "./check.js";

const say = (zh, en) => (document.documentElement.lang.startsWith("en") ? en : zh);

/* Larger text at once, remembered in a cookie that the server reads for the next page. */
function elderSwitch(link) {
	link.addEventListener("click", (event) => {
		const on = document.documentElement.classList.toggle("elder");

		event.preventDefault();
		document.cookie = `elder=${on ? 1 : 0}; path=/; max-age=31536000; samesite=lax`;
		link.querySelector("[data-elder-word]").textContent = on
			? say("标准字号", "Standard text")
			: say("大字版", "Larger text");
	});
}

/* The cookie says it from now on; an address that says ?elder= too would win on the next visit. */
function forgetElderAddress() {
	const here = new URL(window.location.href);

	if (!here.searchParams.has("elder") && !here.searchParams.has("saved")) return;
	here.searchParams.delete("elder");
	here.searchParams.delete("saved");
	window.history.replaceState(null, "", here);
}

/* What an address points to may be folded away. */
function unfoldTarget() {
	const id = decodeURIComponent(window.location.hash.slice(1));
	let fold = id && document.getElementById(id)?.closest("details:not([open])");

	if (!fold) return;
	for (; fold; fold = fold.parentElement.closest("details:not([open])")) fold.open = true;
	document.getElementById(id).scrollIntoView();
}

/* A second click on a button that is already sending does nothing. */
function sendOnce(form) {
	form.addEventListener("submit", (event) => {
		if (form.dataset.sending) {
			event.preventDefault();
			return;
		}
		form.dataset.sending = "yes";
		for (const button of form.querySelectorAll("button:not([type=button])"))
			button.setAttribute("aria-disabled", "true");
	});
	/* The page comes back from the browser's memory: it may be sent again. */
	window.addEventListener("pageshow", () => {
		delete form.dataset.sending;
		for (const button of form.querySelectorAll("button[aria-disabled]"))
			button.removeAttribute("aria-disabled");
	});
}

function sizeWord(bytes) {
	return bytes < 1 << 20
		? `${Math.ceil(bytes / 1024).toLocaleString()} KB`
		: `${(bytes / (1 << 20)).toFixed(1)} MB`;
}

/* Files dropped on the frame go into its input; their names and sizes are shown. */
function dropFrame(frame) {
	const input = frame.querySelector("input[type=file]");
	const list = document.createElement("ul");
	const show = () => {
		list.replaceChildren(
			...Array.from(input.files, (file) => {
				const item = document.createElement("li");
				const size = document.createElement("span");

				size.textContent = sizeWord(file.size);
				item.append(file.name, size);
				return item;
			}),
		);
	};

	list.className = "drop-files";
	list.setAttribute("aria-live", "polite");
	frame.append(list);
	input.addEventListener("change", show);
	for (const name of ["dragenter", "dragover"])
		frame.addEventListener(name, (event) => {
			event.preventDefault();
			frame.classList.add("is-over");
		});
	for (const name of ["dragleave", "drop"])
		frame.addEventListener(name, () => frame.classList.remove("is-over"));
	frame.addEventListener("drop", (event) => {
		event.preventDefault();
		if (!event.dataTransfer.files.length) return;
		input.files = event.dataTransfer.files;
		input.dispatchEvent(new Event("change", { bubbles: true }));
	});
}

/* Paper says when it was printed, by China's clock as everything else on it. */
function printTime(place) {
	window.addEventListener("beforeprint", () => {
		place.textContent = new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 16).replace("T", " ");
	});
}

window.addEventListener("hashchange", unfoldTarget);
unfoldTarget();
forgetElderAddress();

const forEach = (selector, work) => document.querySelectorAll(selector).forEach(work);

forEach("[data-elder]", elderSwitch);
forEach("form[method=post]", sendOnce);
forEach("[data-guard]", guard);
forEach("[data-draft]", draft);
forEach("[data-draft-done]", forgetDraft);
forEach("[data-drop]", dropFrame);
forEach("[data-check]", checkForm);
forEach("[data-print-time]", printTime);
