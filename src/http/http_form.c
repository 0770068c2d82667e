/*
 * Declared fields: what was sent is sorted into the form's table and checked field by field.
 * Where a person made a mistake there is a sentence and what was typed stays; a fault means that
 * no browser form of ours can have sent this.
 */
#include <stdio.h>

#include "base/seal.h"
#include "base/utf8.h"
#include "http/http_inside.h"

enum { LINE_MAX_POINTS = 200, LINES_MAX_POINTS = 20000 };

/* One form being read. */
struct reading {
	struct http_request *request;
	struct arena *arena;
	struct parts parts;
	struct http_form *form;
};

static struct fault *
fault_type(struct str type)
{
	return fault_detail(
		fault_new(FAULT_INPUT, "http_type",
			"提交的内容类型不是表单。请在本站页面上重新提交。",
			"What was sent is not a form. Send it again from a page of this site."),
		"type %.*s", STR_ARG(type));
}

/* --- mistakes --- */

/* Of several files each that cannot be taken is named. */
static struct fault *
add_sentence(struct reading *reading, const char *sentence, struct str *says)
{
	return str_print(reading->arena, says, "%.*s%s%s", STR_ARG(*says),
		http_say(reading->request, "", " "), sentence);
}

__attribute__((format(printf, 3, 5))) __attribute__((format(printf, 4, 5))) static struct fault *
blame(struct reading *reading, const struct http_field *field, const char *zh, const char *en, ...)
{
	struct field_errors *errors = &reading->form->errors;
	char sentence[1024];
	va_list args;
	int len;

	va_start(args, en);
	len = vsnprintf(sentence, sizeof sentence, http_say(reading->request, zh, en), args);
	va_end(args);
	if (len < 0 || (size_t)len >= sizeof sentence)
		return fault_memory();
	for (size_t i = 0; i < errors->count; i++)
		if (errors->items[i].field == field)
			return field->kind == HTTP_FILE
				       ? add_sentence(reading, sentence, &errors->items[i].says)
				       : NULL;
	GROW(reading->arena, errors->items, errors->count, errors->room);
	errors->items[errors->count].field = field;
	TRY(str_copy(reading->arena, (struct str){ sentence, (size_t)len },
		&errors->items[errors->count].says));
	errors->count++;
	return NULL;
}

static const char *
label(const struct reading *reading, const struct http_field *field)
{
	return http_say(reading->request, field->zh ? field->zh : field->name,
		field->en ? field->en : field->name);
}

/* --- one value --- */

static struct fault *
check_length(struct reading *reading, const struct http_field *field, struct str text)
{
	size_t usual = field->kind == HTTP_LINES ? LINES_MAX_POINTS : LINE_MAX_POINTS;
	size_t max = field->max ? field->max : usual;
	size_t count = utf8_count(text);

	if (count > max)
		TRY(blame(reading, field, "“%s”最多 %zu 个字，现有 %zu 个，请精简。",
			"“%s” may have %zu characters and has %zu. Shorten it.",
			label(reading, field), max, count));
	if (field->kind != HTTP_LINES && str_has(text, STR("\n")))
		TRY(blame(reading, field, "“%s”只能填一行，请去掉换行。",
			"“%s” is one line only. Take the line breaks out.", label(reading, field)));
	return NULL;
}

/* Digits typed in full width by an input method mean the same. */
static struct fault *
half_width(struct arena *arena, struct str text, struct str *ret_text)
{
	char *narrow;
	size_t len = 0;
	size_t step;

	TAKE(arena, narrow, text.len * 4 + 1);
	for (size_t i = 0; i < text.len; i += step)
		len += utf8_put(narrow + len, utf8_half_width(utf8_at(text, i, &step)));
	*ret_text = str_trim((struct str){ narrow, len });
	return NULL;
}

static struct fault *
check_int(struct reading *reading, const struct http_field *field, struct str text,
	struct http_value *value)
{
	int64_t number;

	TRY(half_width(reading->arena, text, &text));
	if (!str_to_int(text, &number))
		return blame(reading, field, "“%s”请填整数，例如 12。",
			"“%s” must be a whole number, such as 12.", label(reading, field));
	if ((field->least || field->most) && (number < field->least || number > field->most))
		return blame(reading, field, "“%s”应在 %lld 到 %lld 之间。",
			"“%s” must be between %lld and %lld.", label(reading, field),
			(long long)field->least, (long long)field->most);
	value->number = number;
	return NULL;
}

static struct fault *
check_day(struct reading *reading, const struct http_field *field, struct str text,
	struct http_value *value)
{
	TRY(half_width(reading->arena, text, &text));
	if (!day_parse(text, &value->day))
		return blame(reading, field, "“%s”请填日期，格式如 2024-01-31。",
			"“%s” must be a day written like 2024-01-31.", label(reading, field));
	return NULL;
}

static struct fault *
check_choice(struct reading *reading, const struct http_field *field, struct str text,
	struct http_value *value)
{
	for (const struct http_choice *choice = field->choices; choice && choice->value; choice++) {
		if (!str_equal(text, str_of(choice->value)))
			continue;
		value->choice = choice;
		return NULL;
	}
	return blame(reading, field, "“%s”请从列表中选择一项。", "“%s”: choose one from the list.",
		label(reading, field));
}

static struct fault *
check_text(struct reading *reading, const struct http_field *field, struct str text,
	struct http_value *value)
{
	TRY(check_length(reading, field, text));
	if (field->kind == HTTP_INT)
		return check_int(reading, field, text, value);
	if (field->kind == HTTP_DAY)
		return check_day(reading, field, text, value);
	if (field->kind == HTTP_CHOICE)
		return check_choice(reading, field, text, value);
	return NULL;
}

/* --- files --- */

static bool
has_ending(struct str endings, struct str name)
{
	size_t dot = str_find_last(name, STR("."));
	struct str ending;

	while (dot != SIZE_MAX && endings.len) {
		endings = str_cut(endings, STR(" "), &ending);
		if (ending.len && str_equal_ascii(ending, str_from(name, dot + 1)))
			return true;
	}
	return false;
}

/* What is wrong with one is a mistake of its field: what was typed beside it stays. */
static struct fault *
check_file(struct reading *reading, const struct http_field *field, const struct part *part,
	bool *ret_is_good)
{
	size_t max = reading->request->http->limits.file_max;

	*ret_is_good = false;
	if (part->value.len > max)
		return blame(reading, field,
			"文件“%.*s”超过 %zu MB，未能上传。请压缩或拆分后再试。",
			"The file “%.*s” is larger than %zu MB and was not taken. Compress or "
			"split it and try again.",
			STR_ARG(part->file_name), max >> 20);
	if (part->value.len == 0)
		return blame(reading, field, "文件“%.*s”是空的，请检查后重新选择。",
			"The file “%.*s” is empty. Check it and choose again.",
			STR_ARG(part->file_name));
	if (field->endings && !has_ending(str_of(field->endings), part->file_name))
		return blame(reading, field, "文件“%.*s”的类型不支持，请选择：%s。",
			"The file “%.*s” is of a kind that is not taken. Choose one of: %s.",
			STR_ARG(part->file_name), field->endings);
	*ret_is_good = true;
	return NULL;
}

static struct fault *
read_file(struct reading *reading, const struct http_field *field, const struct part *part,
	struct http_value *value, struct http_file *files)
{
	bool is_good;

	/* A browser sends an empty name when no file was chosen. */
	if (part->file_name.len == 0 && part->value.len == 0)
		return NULL;
	if (!part->is_file)
		return blame(reading, field, "“%s”请选择文件。", "“%s”: choose a file.",
			label(reading, field));
	TRY(check_file(reading, field, part, &is_good));
	if (!is_good)
		return NULL;
	files[value->file_count++] = (struct http_file){
		.name = part->file_name.len ? part->file_name : STR("file"),
		.type = part->type,
		.bytes = part->value,
	};
	value->is_given = true;
	return NULL;
}

/* --- one field --- */

static struct fault *
read_text(struct reading *reading, const struct http_field *field, const struct part *part,
	struct http_value *value, struct str *texts)
{
	struct str text;
	size_t bad;

	if (part->is_file || !utf8_is_valid(part->value, &bad))
		return fault_detail(fault_new(FAULT_INPUT, "http_form",
					    "提交的表单格式不正确。请刷新页面后重新提交。",
					    "The form was not sent in a form's format. Reload the "
					    "page and send it "
					    "again."),
			"field %s: a file, or not UTF-8", field->name);
	TRY(utf8_clean(reading->arena, part->value, &text));
	text = str_trim(text);
	if (field->kind == HTTP_CHECKBOX && field->many <= 1) {
		value->is_given = true;
	} else if (text.len) {
		value->is_given = true;
		TRY(check_text(reading, field, text, value));
	} else if (field->many > 1 && !field->has_blanks) {
		return NULL;
	}
	texts[value->text_count++] = text;
	return NULL;
}

static size_t
most_of(const struct reading *reading, const struct http_field *field)
{
	size_t usual = field->kind == HTTP_FILE ? reading->request->http->limits.files_most : 1;

	return field->many ? field->many : usual;
}

static struct fault *
read_values(struct reading *reading, const struct http_field *field, size_t times,
	struct http_value *value)
{
	struct http_file *files = NULL;
	struct str *texts = NULL;

	if (field->kind == HTTP_FILE)
		TAKE(reading->arena, files, times + 1);
	else
		TAKE(reading->arena, texts, times + 1);
	value->files = files;
	value->texts = texts;
	for (size_t i = 0; i < reading->parts.count; i++) {
		const struct part *part = &reading->parts.items[i];

		if (!str_equal(part->name, str_of(field->name)))
			continue;
		if (field->kind == HTTP_FILE)
			TRY(read_file(reading, field, part, value, files));
		else
			TRY(read_text(reading, field, part, value, texts));
	}
	return NULL;
}

static struct fault *
read_field(struct reading *reading, const struct http_field *field, struct http_value *value)
{
	size_t times = 0;
	size_t most = most_of(reading, field);

	value->day = DAY_NONE;
	for (size_t i = 0; i < reading->parts.count; i++)
		times += str_equal(reading->parts.items[i].name, str_of(field->name));
	if (times > most && field->kind == HTTP_FILE)
		return blame(reading, field, "“%s”一次最多 %zu 个文件，请分次上传。",
			"“%s” takes at most %zu files at a time. Upload them in several steps.",
			label(reading, field), most);
	if (times > most)
		return fault_detail(fault_new(FAULT_INPUT, "http_form_twice",
					    "表单中有重复的字段。请刷新页面后重新提交。",
					    "A field was sent more than once. Reload the page and "
					    "send it again."),
			"field %s", field->name);
	TRY(read_values(reading, field, times, value));
	if (field->is_required && !value->is_given &&
		!http_form_error(reading->form, field->name).len)
		TRY(blame(reading, field, "请填写“%s”。", "Fill in “%s”.", label(reading, field)));
	return NULL;
}

/* --- the form --- */

static struct fault *
parts_of_pairs(struct arena *arena, const struct http_pairs *pairs, struct parts *ret_parts)
{
	struct parts parts = { 0 };

	TAKE(arena, parts.items, pairs->count + 1);
	for (size_t i = 0; i < pairs->count; i++)
		parts.items[parts.count++] = (struct part){ .name = pairs->items[i].name,
			.value = pairs->items[i].value };
	*ret_parts = parts;
	return NULL;
}

static struct fault *
read_body(struct http_request *request, struct parts *ret_parts)
{
	struct http_pairs pairs = { 0 };
	size_t files = 0;

	if (str_equal(request->type, STR("multipart/form-data"))) {
		TRY(http_multipart_read(request->arena, http_header(request, "Content-Type"),
			request->body, ret_parts));
		for (size_t i = 0; i < ret_parts->count; i++)
			files += ret_parts->items[i].is_file;
		if (files > request->http->limits.files_most)
			return fault_new(FAULT_LIMIT, "http_files_many",
				"一次最多上传 %zu 个文件。请分次上传。",
				"At most %zu files may be sent at a time. Upload them in several "
				"steps.",
				request->http->limits.files_most);
		return NULL;
	}
	if (!str_equal(request->type, STR("application/x-www-form-urlencoded")) &&
		!(request->type.len == 0 && request->body.len == 0))
		return fault_type(request->type);
	TRY(http_url_read_pairs(request->arena, request->body, &pairs));
	return parts_of_pairs(request->arena, &pairs, ret_parts);
}

/* What was sent, taken apart once: the check of the form's token and the page both ask. */
struct http_sent {
	struct parts parts;
};

static struct fault *
read_parts(struct http_request *request, struct parts *ret_parts)
{
	struct http_sent *sent;

	if (str_equal(request->method, STR("GET")))
		return parts_of_pairs(request->arena, &request->query, ret_parts);
	if (!request->sent) {
		TAKE(request->arena, sent, 1);
		TRY(read_body(request, &sent->parts));
		request->sent = sent;
	}
	*ret_parts = request->sent->parts;
	return NULL;
}

static bool
is_form(struct str type)
{
	return str_equal(type, STR("multipart/form-data")) ||
	       str_equal(type, STR("application/x-www-form-urlencoded"));
}

struct fault *
http_form_check_token(struct http_request *request)
{
	struct secret given = { http_header(request, "X-Form-Token") };
	struct parts parts = { 0 };

	if (!request->form_token.len)
		return NULL;
	if (!given.bytes.len && is_form(request->type))
		TRY(read_parts(request, &parts));
	for (size_t i = 0; i < parts.count && !given.bytes.len; i++)
		if (str_equal(parts.items[i].name, STR("form_token")) && !parts.items[i].is_file)
			given.bytes = parts.items[i].value;
	if (given.bytes.len && secret_equal(given, request->form_token))
		return NULL;
	return fault_new(FAULT_DENIED, "http_form_token",
		"这个页面已经过期，没有执行操作。请返回、刷新页面后重新提交。",
		"This page is out of date; nothing was done. Go back, reload it and send it "
		"again.");
}

struct fault *
http_form_read(
	struct http_request *request, const struct http_field *fields, struct http_form *ret_form)
{
	struct http_form form = { .fields = fields };
	struct reading reading = { .request = request, .arena = request->arena, .form = &form };

	while (fields[form.count].name)
		form.count++;
	TAKE(request->arena, form.values, form.count + 1);
	TRY(read_parts(request, &reading.parts));
	for (size_t i = 0; i < form.count; i++)
		TRY(read_field(&reading, &fields[i], &form.values[i]));
	*ret_form = form;
	return NULL;
}

struct fault *
http_form_blame(struct http_request *request, struct http_form *form, const char *name,
	const char *zh, const char *en)
{
	struct reading reading = { .request = request, .arena = request->arena, .form = form };

	return blame(&reading, &form->fields[http_form_value(form, name) - form->values], "%s",
		"%s", http_say(request, zh, en));
}
