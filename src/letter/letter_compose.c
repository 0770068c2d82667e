/*
 * A letter from a template, facts and an agency's particulars, with what is missing.
 * Pure: where facts come from and who may sign is not known here.
 */
#include "base/utf8.h"
#include "letter/letter_inside.h"

extern const char *const letter_texts[];

/* Law: 条例 art. 33(2) */
enum { EXTENSION_MOST = 20 };
/* Names of this file's own facts, in front of the caller's. */
enum { OWN_FACTS = 3 };

struct str
letter_default_template(enum letter_kind kind)
{
	return kind > LETTER_NONE && kind < LETTER_KINDS ? str_of(letter_texts[kind - 1]) : STR("");
}

/* --- what is missing --- */

static struct fault *
find_fact(struct arena *arena, struct letter_findings *findings, const char *name, const char *code,
	const char *zh, const char *en)
{
	const struct letter_field *field = letter_field_find(str_of(name));
	struct letter_finding finding = {
		.level = LETTER_ERROR, .code = code, .name = str_of(name)
	};

	return letter_find(arena, findings, &finding, zh, en, field->zh, field->en);
}

static bool
is_own_fact(const char *name)
{
	return strcmp(name, "remedy") == 0 || strcmp(name, "number") == 0 ||
	       strcmp(name, "issue_date") == 0;
}

static struct fault *
find_missing(struct arena *arena, const struct letter_plan *plan, struct letter_findings *findings)
{
	const struct letter_type *type = &letter_types[plan->kind];
	const char *to = letter_addressee_fact(type->to);
	bool has_to = !*to;

	for (int i = 0; type->must[i]; i++) {
		has_to = has_to || strcmp(type->must[i], to) == 0;
		if (!is_own_fact(type->must[i]) &&
			!letter_fact_text(&plan->facts, type->must[i]).len)
			TRY(find_fact(arena, findings, type->must[i], "fact_missing",
				"还没有填写“%s”%.0s。", "%.0sStill missing: %s."));
	}
	if (!has_to && !letter_fact_text(&plan->facts, to).len)
		TRY(find_fact(arena, findings, to, "fact_missing", "还没有填写“%s”%.0s。",
			"%.0sStill missing: %s."));
	if (!letter_fact_text(&plan->facts, "agency_name").len)
		TRY(find_fact(arena, findings, "agency_name", "fact_missing",
			"还没有填写“%s”%.0s。", "%.0sStill missing: %s."));
	return NULL;
}

static struct fault *
find_wrong(struct arena *arena, const struct letter_plan *plan, struct letter_findings *findings)
{
	struct str days = str_trim(letter_fact_text(&plan->facts, "extension_days"));
	struct day day;
	int64_t number;

	for (const struct letter_field *field = letter_fields; field->name; field++) {
		struct str text = str_trim(letter_fact_text(&plan->facts, field->name));

		if (text.len > LETTER_FACT_MOST)
			TRY(find_fact(arena, findings, field->name, "fact_long",
				"“%s”%.0s太长，请缩短，或者作为附件。",
				"%.0sToo long: %s. Shorten it or attach it."));
		if (field->kind == LETTER_DAY && text.len && !is_own_fact(field->name) &&
			!day_parse(text, &day))
			TRY(find_fact(arena, findings, field->name, "fact_day",
				"“%s”%.0s不是有效的日期，请写成 2024-03-01 的样子。",
				"%.0sNo day of the calendar: %s. Write it as 2024-03-01."));
	}
	if (plan->kind == LETTER_W06 && days.len &&
		(!str_to_int(days, &number) || number < 1 || number > EXTENSION_MOST))
		TRY(find_fact(arena, findings, "extension_days", "extension_long",
			"“%s”%.0s应当是 1 到 20 的整数（条例第三十三条第二款）。",
			"%.0sA number from 1 to 20 (art. 33): %s."));
	return NULL;
}

static struct fault *
add_findings(
	struct arena *arena, struct letter_findings *findings, const struct letter_findings *more)
{
	for (size_t i = 0; i < more->count; i++) {
		GROW(arena, findings->items, findings->count, findings->room);
		findings->items[findings->count++] = more->items[i];
	}
	findings->error_count += more->error_count;
	return NULL;
}

/* --- composing --- */

/* Own facts come first, so that they count. */
static struct fault *
make_facts(struct arena *arena, const struct letter_plan *plan, struct letter_findings *findings,
	struct letter_facts *ret_facts)
{
	struct letter_remedy_plan remedy = plan->remedy;
	struct letter_fact *items;
	struct day_text issued = day_text(plan->issued_on);

	TAKE(arena, items, plan->facts.count + OWN_FACTS);
	remedy.kind = plan->kind;
	remedy.issued_on = plan->issued_on;
	items[0].name = "remedy";
	TRY(letter_remedy(arena, &remedy, findings, &items[0].text));
	items[1] = (struct letter_fact){ "number", plan->number };
	items[2].name = "issue_date";
	TRY(str_copy(arena, str_of(issued.at), &items[2].text));
	if (plan->facts.count)
		memcpy(items + OWN_FACTS, plan->facts.items, plan->facts.count * sizeof *items);
	*ret_facts = (struct letter_facts){ items, plan->facts.count + OWN_FACTS };
	return NULL;
}

/* On one line: a name with line breaks would break out of its place. */
static struct fault *
one_line(struct arena *arena, struct str text, struct str *ret_text)
{
	TRY(letter_clean(arena, text, false, &text));
	TRY(str_replace(arena, text, STR("\n"), STR(" "), &text));
	*ret_text = str_trim(text);
	return NULL;
}

static struct fault *
put_attachments(struct arena *arena, struct str text, struct letter *letter)
{
	size_t room = 0;
	struct str line;

	TRY(letter_clean(arena, text, false, &text));
	while (str_next_line(&text, &line)) {
		line = str_trim(line);
		if (!line.len)
			continue;
		GROW(arena, letter->attachments, letter->attachment_count, room);
		letter->attachments[letter->attachment_count++] = line;
	}
	return NULL;
}

static struct fault *
put_head_and_foot(struct arena *arena, const struct letter_plan *plan,
	const struct letter_facts *facts, struct letter *letter)
{
	const struct letter_type *type = &letter_types[plan->kind];
	struct str title = letter_fact_text(facts, "title");

	TRY(one_line(arena, letter_fact_text(facts, "agency_name"), &letter->mark));
	letter->signature = letter->mark;
	TRY(one_line(arena, plan->number, &letter->number));
	TRY(one_line(arena, title.len ? title : str_of(type->title), &letter->title));
	TRY(one_line(arena, letter_fact_text(facts, letter_addressee_fact(type->to)),
		&letter->addressee));
	TRY(one_line(arena, letter_fact_text(facts, "note"), &letter->note));
	return put_attachments(arena, letter_fact_text(facts, "attachments"), letter);
}

struct fault *
letter_compose(struct arena *arena, const struct letter_plan *plan, struct letter *ret_letter,
	struct letter_findings *ret_findings)
{
	struct letter letter = { .kind = plan->kind,
		.issued_on = plan->issued_on,
		.has_seal_room = plan->has_seal_room };
	struct letter_findings findings;
	struct letter_findings more = { 0 };
	struct letter_facts facts;

	TRY(letter_check_template(arena, plan->kind, plan->template, &findings));
	TRY(make_facts(arena, plan, &more, &facts));
	TRY(find_missing(arena, plan, &more));
	TRY(find_wrong(arena, plan, &more));
	TRY(add_findings(arena, &findings, &more));
	TRY(letter_fill_template(
		arena, plan->template, &facts, &letter.blocks, &letter.block_count));
	TRY(put_head_and_foot(arena, plan, &facts, &letter));
	*ret_letter = letter;
	*ret_findings = findings;
	return NULL;
}

/* --- numbers --- */

enum { PATTERN_MOST = 60 };

static struct fault *
fault_pattern(void)
{
	return fault_new(FAULT_INPUT, "letter_pattern",
		"文号格式要有 {year} 和 {n}，还可以有 {word}（机关代字）和 {series}（文书类别），"
		"最多 60 字，例如 {word}信公开〔{year}〕{n}号-{series}。",
		"A pattern of numbers needs {year} and {n}, may have {word} and {series}, and has "
		"at most 60 characters, such as {word}信公开〔{year}〕{n}号-{series}.");
}

struct fault *
letter_check_pattern(struct str pattern)
{
	static const char *const names[] = { "{year}", "{n}", "{word}", "{series}" };
	bool is_there[COUNT_OF(names)] = { false };

	if (utf8_count(pattern) > PATTERN_MOST)
		return fault_pattern();
	for (size_t at = 0; at < pattern.len;) {
		unsigned char c = (unsigned char)pattern.at[at];
		size_t len = 1;

		if (c < ' ' || c == '}' || c == 0x7F)
			return fault_pattern();
		if (c == '{') {
			len = 0;
			for (size_t i = 0; i < COUNT_OF(names); i++)
				if (str_starts(str_from(pattern, at), str_of(names[i]))) {
					/* Twice would be read as two numbers. */
					if (is_there[i])
						return fault_pattern();
					is_there[i] = true;
					len = strlen(names[i]);
				}
		}
		if (!len)
			return fault_pattern();
		at += len;
	}
	return is_there[0] && is_there[1] ? NULL : fault_pattern();
}

struct fault *
letter_number_words(struct arena *arena, struct str pattern, struct str word, struct str series,
	int year, int64_t n, struct str *ret_number)
{
	struct str text = pattern;
	struct str number;

	TRY(letter_check_pattern(pattern));
	TRY(str_print(arena, &number, "%d", year));
	TRY(str_replace(arena, text, STR("{year}"), number, &text));
	TRY(str_print(arena, &number, "%lld", (long long)n));
	TRY(str_replace(arena, text, STR("{n}"), number, &text));
	TRY(str_replace(arena, text, STR("{series}"), series, &text));
	return str_replace(arena, text, STR("{word}"), word, ret_number);
}
