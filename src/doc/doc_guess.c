/*
 * What a file is, by its first bytes, then its content, then its name.
 * Whether it can be read is the reader's answer, not this one's.
 */
#include "base/file.h"
#include "doc/doc.h"

/* The beginning of a text in lower-case ASCII without its byte order mark; zeros of UTF-16 left
 * out, other letters a '?'. */
struct head {
	char at[16384];
	size_t len;
};

static void
head_take(struct str bytes, struct head *ret_head)
{
	size_t len = 0;

	if (str_starts(bytes, STR("\xEF\xBB\xBF")))
		bytes = str_from(bytes, 3);
	else if (str_starts(bytes, STR("\xFF\xFE")) || str_starts(bytes, STR("\xFE\xFF")))
		bytes = str_from(bytes, 2);
	for (size_t i = 0; i < bytes.len && len < sizeof ret_head->at; i++) {
		unsigned char c = (unsigned char)bytes.at[i];

		if (c >= 'A' && c <= 'Z')
			c += 'a' - 'A';
		if (c)
			ret_head->at[len++] = c < 0x80 ? (char)c : '?';
	}
	ret_head->len = len;
}

static bool
has_word(const struct head *head, const char *word)
{
	return str_has((struct str){ head->at, head->len }, str_of(word));
}

/* "<tag" followed by what may follow the name of a tag. */
static bool
has_tag(const struct head *head, const char *tag, bool is_first)
{
	struct str text = { head->at, head->len };
	struct str mark = str_of(tag);
	size_t at = 0;

	for (;;) {
		char next;

		at = str_find(text, mark, at);
		if (at == SIZE_MAX || at + mark.len >= text.len || (is_first && at > 0))
			return false;
		next = text.at[at + mark.len];
		if (next == '>' || next == '/' || next == ' ' || (next >= '\t' && next <= '\r'))
			return true;
		at += mark.len;
	}
}

static bool
is_html(const struct head *head, bool is_named_so)
{
	static const char *const anywhere[] = { "<body", "<table", "<tbody", "<tr" };
	static const char *const first[] = { "<p", "<div", "<head", "<meta", "<span", "<h1", "<h2",
		"<section", "<article", "<center", "<font", "<br", "<b", "<strong", "<ul", "<ol" };
	struct head begun = { .len = 0 };
	struct str start = str_trim((struct str){ head->at, head->len });

	for (size_t i = 0; i < COUNT_OF(anywhere); i++)
		if (has_tag(head, anywhere[i], false))
			return true;
	memcpy(begun.at, start.at, start.len);
	begun.len = start.len;
	for (size_t i = 0; i < COUNT_OF(first); i++)
		if (has_tag(&begun, first[i], !is_named_so))
			return true;
	return false;
}

/* A line of |---|:---:| below a line with a pipe. */
static bool
has_pipe_rule(const struct head *head)
{
	struct str rest = { head->at, head->len };
	struct str line;
	bool was_row = false;

	while (str_next_line(&rest, &line)) {
		size_t dashes = 0;
		size_t pipes = 0;
		bool is_rule = true;

		line = str_trim(line);
		for (size_t i = 0; i < line.len; i++) {
			dashes += line.at[i] == '-';
			pipes += line.at[i] == '|';
			if (!memchr("-|: \t", line.at[i], 5))
				is_rule = false;
		}
		if (is_rule && was_row && pipes && dashes >= 3)
			return true;
		was_row = pipes > 0 && !is_rule;
	}
	return false;
}

/* The first part of a package that tells its kind, by the names in its own headers: a workbook
 * inside a document does not count, nor do words in the text. */
static enum doc_format
zip_format(struct str bytes, const char *ending)
{
	size_t at = 0;

	while ((at = str_find(bytes, STR("PK"), at)) != SIZE_MAX) {
		struct str here = str_from(bytes, at);
		size_t name_at = str_starts(here, STR("PK\3\4"))   ? 30
				 : str_starts(here, STR("PK\1\2")) ? 46
								   : 0;

		at += 2;
		if (name_at == 0 || here.len <= name_at)
			continue;
		here = str_from(here, name_at);
		if (str_starts(here, STR("word/")))
			return DOC_DOCX;
		if (str_starts(here, STR("xl/")))
			return DOC_XLSX;
	}
	if (strcmp(ending, "docx") == 0 || strcmp(ending, "docm") == 0)
		return DOC_DOCX;
	return strcmp(ending, "xlsx") == 0 || strcmp(ending, "xlsm") == 0 ? DOC_XLSX : DOC_UNKNOWN;
}

static bool
is_pdf(struct str bytes)
{
	struct str head = { bytes.at, bytes.len < 1024 ? bytes.len : 1024 };

	return str_has(head, STR("%PDF-"));
}

static enum doc_format
text_format(struct str bytes, const char *ending)
{
	struct head head;
	bool is_html_name = strcmp(ending, "html") == 0 || strcmp(ending, "htm") == 0 ||
			    strcmp(ending, "shtml") == 0 || strcmp(ending, "xhtml") == 0;

	head_take(bytes, &head);
	if (has_word(&head, "<!doctype html") || has_tag(&head, "<html", false) ||
		has_tag(&head, "<book", false))
		return DOC_HTML;
	if (strcmp(ending, "md") == 0 || strcmp(ending, "markdown") == 0)
		return DOC_MARKDOWN;
	if (strcmp(ending, "csv") == 0 || strcmp(ending, "tsv") == 0)
		return DOC_CSV;
	if (is_html(&head, is_html_name))
		return DOC_HTML;
	if (strcmp(ending, "txt") != 0 && has_pipe_rule(&head))
		return DOC_MARKDOWN;
	return DOC_TEXT;
}

enum doc_format
doc_guess(struct str name, struct str bytes)
{
	struct file_ending ending = file_ending(name);

	if (str_starts(bytes, STR("PK\3\4")))
		return zip_format(bytes, ending.at);
	if (str_starts(bytes, STR("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")))
		return DOC_WORD;
	if (is_pdf(bytes))
		return DOC_PDF;
	if (str_starts(bytes, STR("{\\rtf")) || bytes.len == 0 || !doc_decode_is_text(bytes))
		return DOC_UNKNOWN;
	return text_format(bytes, ending.at);
}
