/*
 * Forms: a table of declared fields parses and checks what was sent; undeclared names never arrive.
 * Mistakes of a person are struct field_errors, not faults; drawing a form is html/'s business.
 */
#ifndef HTTP_HTTP_FORM_H
#define HTTP_HTTP_FORM_H

#include "base/day.h"
#include "html/html_form.h"
#include "http/http.h"

enum http_field_kind {
	HTTP_TEXT,  /* one line */
	HTTP_LINES, /* several lines; \n between them */
	HTTP_INT,
	HTTP_DAY,
	HTTP_CHOICE,   /* one of `choices` */
	HTTP_CHECKBOX, /* there or not, whatever its value */
	HTTP_FILE,
};

/* Tables of choices end with { 0 }. */
struct http_choice {
	const char *value;
	const char *zh;
	const char *en;
};

/* Tables of fields end with { 0 }. A maximum of 0 is the usual one. */
struct http_field {
	const char *name;
	enum http_field_kind kind;
	bool is_required;
	size_t max;          /* characters; 200 for a line, 20000 for lines */
	size_t many;         /* values or files of this name; 1, for files 50 */
	bool has_blanks;     /* of many: blank ones keep their places, as in the rows of a table */
	int64_t least, most; /* of a number; no bounds when both are 0 */
	const struct http_choice *choices;
	const char *endings; /* of files: "docx html txt"; any when NULL */
	const char *zh, *en; /* label */
};

struct http_file {
	struct str name;  /* harmless, as of http_name_clean() */
	struct str type;  /* as the browser says; never trust it */
	struct str bytes; /* lives as long as the request */
};

/* Invariants: texts keeps what was typed even when it is wrong; number, day and choice are set only
 * when the field has no error and something was given. */
struct http_value {
	bool is_given;
	const struct str *texts;
	size_t text_count;
	int64_t number;
	struct day day;
	const struct http_choice *choice;
	const struct http_file *files;
	size_t file_count;
};

struct field_error {
	const struct http_field *field;
	struct str says; /* a sentence in the visitor's language */
};

struct field_errors {
	struct field_error *items;
	size_t count;
	size_t room;
};

/* Invariant: values[i] belongs to fields[i]. */
struct http_form {
	const struct http_field *fields;
	size_t count;
	struct http_value *values;
	struct field_errors errors;
};

/*
 * Read the declared fields from the body (urlencoded or multipart), or from the query for GET.
 * Look at ret_form->errors.count before using values. Faults INPUT for a body that is no form at
 * all ("http_form", "http_form_cut", "http_type"), LIMIT for more than 50 files
 * ("http_files_many"). A file that is empty, over 32 MiB or of another kind is a mistake of its
 * field and left out.
 */
MUST struct fault *http_form_read(
	struct http_request *request, const struct http_field *fields, struct http_form *ret_form);

/* The following assert that the field is declared with a fitting kind. */
const struct http_value *http_form_value(const struct http_form *form, const char *name);
/* What was typed, trimmed; empty when nothing was. */
struct str http_form_text(const struct http_form *form, const char *name);
int64_t http_form_int(const struct http_form *form, const char *name, int64_t otherwise);
struct day http_form_day(const struct http_form *form, const char *name);
bool http_form_is_checked(const struct http_form *form, const char *name);
/* NULL and 0 when no file was chosen. */
const struct http_file *http_form_files(
	const struct http_form *form, const char *name, size_t *ret_count);

/* A mistake that only the page can see. One sentence a field: the first stays. */
MUST struct fault *http_form_blame(struct http_request *request, struct http_form *form,
	const char *name, const char *zh, const char *en);
/* The sentence beside a field; STR_NONE when it is fine. */
struct str http_form_error(const struct http_form *form, const char *name);
/* The mistakes for html/form.html; ids of inputs are the fields' names. */
MUST struct fault *http_form_mistakes(struct http_request *request, const struct http_form *form,
	struct html_mistakes *ret_mistakes);
/* The fields whose typed text is not the stored one, for html/form.html after a CONFLICT: the page
 * draws the form again with what was typed, the new version number, and this over it. `stored` are
 * pairs of a field's name and its stored text; fields that are not there are not compared. */
MUST struct fault *http_form_compare(struct http_request *request, const struct http_form *form,
	const struct http_pair *stored, size_t count, struct html_stale *ret_stale);
/* 422 with {"error":{"code":"fields","says":…,"fields":[{"name":…,"says":…}]}}. */
void http_form_refuse_json(
	struct http_request *request, const struct http_form *form, struct http_reply *reply);

#endif
