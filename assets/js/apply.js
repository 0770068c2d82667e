/*
 * The form of an application: work that keeps sending programs away, and long text kept by the
 * browser while it is written. Without this file a sum is asked instead, and nothing is kept.
 */

const say = (zh, en) => (document.documentElement.lang.startsWith("en") ? en : zh);

/* --- SHA-256 (FIPS 180-4), because the browser's own is missing on plain http --- */

const first = (count, root) => {
	const found = [];
	for (let each = 2; found.length < count; each++)
		if (!found.some((prime) => each % prime.number === 0))
			found.push({ number: each, part: Math.floor(((each ** root) % 1) * 2 ** 32) });
	return Uint32Array.from(found, (prime) => prime.part);
};
const START = first(8, 1 / 2);
const ROUNDS = first(64, 1 / 3);
const turn = (word, by) => (word >>> by) | (word << (32 - by));

function block(state, words) {
	for (let i = 16; i < 64; i++) {
		const a = words[i - 15];
		const b = words[i - 2];

		words[i] = words[i - 16] + words[i - 7] + (turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)) + (turn(b, 17) ^ turn(b, 19) ^ (b >>> 10));
	}
	let [a, b, c, d, e, f, g, h] = state;
	for (let i = 0; i < 64; i++) {
		const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + ROUNDS[i] + words[i]) | 0;
		const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;

		h = g;
		g = f;
		f = e;
		e = (d + one) | 0;
		d = c;
		c = b;
		b = a;
		a = (one + two) | 0;
	}
	[a, b, c, d, e, f, g, h].forEach((word, i) => (state[i] += word));
}

/* Of ASCII text: 64 hexadecimal digits. */
export function sha256(text) {
	const size = ((text.length + 72) >> 6) << 6;
	const bytes = new DataView(new ArrayBuffer(size));
	const state = Uint32Array.from(START);
	const words = new Uint32Array(64);

	for (let i = 0; i < text.length; i++) bytes.setUint8(i, text.charCodeAt(i));
	bytes.setUint8(text.length, 128);
	bytes.setUint32(size - 4, text.length * 8);
	for (let at = 0; at < size; at += 64) {
		for (let i = 0; i < 16; i++) words[i] = bytes.getUint32(at + 4 * i);
		block(state, words);
	}
	return Array.from(state, (word) => word.toString(16).padStart(8, "0")).join("");
}

/* --- the guard --- */

const TURN_MS = 25;

/* Solves in short turns, so that the page stays quick; sending waits for it. */
export function guard(place) {
	const field = (name) => place.querySelector(`[name=guard_${name}]`);
	const state = place.querySelector("[data-guard-state]");
	const form = place.closest("form");
	const most = Number(place.dataset.most);
	const done = say("验证完成。", "Check done.");
	let number = 0;
	let isWaiting = false;

	const finish = () => {
		delete place.dataset.working;
		place.dataset.solved = "";
		state.textContent = done;
		if (isWaiting) form.requestSubmit();
	};
	const work = () => {
		const until = performance.now() + TURN_MS;

		for (; number <= most; number++) {
			if (sha256(field("salt").value + number) === field("challenge").value) {
				field("number").value = number;
				return finish();
			}
			if (performance.now() > until) {
				number++;
				break;
			}
		}
		if (number <= most) return void setTimeout(work, 0);
		/* Not found: the sum is asked after all. */
		delete place.dataset.working;
		state.textContent = "";
		if (isWaiting) field("answer").focus();
	};

	if ("solved" in place.dataset) {
		state.textContent = done;
		return;
	}
	place.dataset.working = "";
	state.textContent = say("正在验证，请稍候……", "Checking, please wait…");
	form.addEventListener(
		"submit",
		(event) => {
			if (!("working" in place.dataset)) return;
			event.preventDefault();
			event.stopImmediatePropagation();
			isWaiting = true;
			state.textContent = say("正在验证，完成后自动提交……", "Checking; it will be sent then…");
		},
		{ capture: true },
	);
	setTimeout(work, 0);
}

/* --- the draft --- */

/* What is asked for, never who asks. */
const KEPT = ["title", "description", "help"];

/* Kept in this browser only, until it is sent or thrown away. */
export function draft(form) {
	const key = `gongkai-draft:${form.dataset.draft}`;
	const state = form.querySelector("[data-draft-state]");
	let timer = 0;
	let stored = null;

	const read = () => {
		try {
			return JSON.parse(localStorage.getItem(key));
		} catch {
			return null;
		}
	};
	const tell = (words) => {
		const drop = document.createElement("button");

		drop.type = "button";
		drop.className = "link";
		drop.textContent = say("清除", "Throw away");
		drop.addEventListener("click", () => {
			localStorage.removeItem(key);
			for (const name of KEPT) form.elements[name].value = "";
			state.textContent = say("草稿已清除。", "Thrown away.");
		});
		state.replaceChildren(words, " ", drop, say("（只存在这个浏览器里；公用电脑上请清除）", " (in this browser only; throw it away on a shared computer)"));
	};
	const save = () => {
		const texts = Object.fromEntries(KEPT.map((name) => [name, form.elements[name].value]));

		try {
			localStorage.setItem(key, JSON.stringify({ texts, at: Date.now() }));
			tell(say(`草稿已于 ${new Date().toLocaleTimeString()} 自动保存。`, `Draft kept at ${new Date().toLocaleTimeString()}.`));
		} catch {
			state.textContent = say("这个浏览器不能保存草稿。", "This browser keeps no drafts.");
		}
	};

	stored = read();
	if (stored?.texts && KEPT.every((name) => !form.elements[name].value) && KEPT.some((name) => stored.texts[name])) {
		for (const name of KEPT) form.elements[name].value = stored.texts[name] ?? "";
		tell(say(`已恢复 ${new Date(stored.at).toLocaleString()} 的草稿。`, `Draft of ${new Date(stored.at).toLocaleString()} is back.`));
	}
	for (const name of KEPT)
		form.elements[name].addEventListener("input", () => {
			clearTimeout(timer);
			timer = setTimeout(save, 800);
		});
}

/* It was sent. */
export function forgetDraft(place) {
	try {
		localStorage.removeItem(`gongkai-draft:${place.dataset.draftDone}`);
	} catch {
		/* Nothing was kept. */
	}
}
