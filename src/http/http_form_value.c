/*
 * What pages ask of a form that was read: values by name, and the sentences beside them.
 * Nothing is parsed or checked here; http_form.c has done that.
 */
#include <assert.h>

#include "base/json.h"
#include "http/http_form.h"

static size_t
find_field(const struct http_form *form, const char *name)
{
	size_t i = 0;

	while (i < form->count && strcmp(form->fields[i].name, name) != 0)
		i++;
	assert(i < form->count); /* the field is not declared */
	return i;
}

const struct http_value *
http_form_value(const struct http_form *form, const char *name)
{
	return &form->values[find_field(form, name)];
}

struct str
http_form_text(const struct http_form *form, const char *name)
{
	const struct http_value *value = http_form_value(form, name);

	assert(form->fields[find_field(form, name)].kind != HTTP_FILE);
	return value->text_count ? value->texts[0] : STR("");
}

int64_t
http_form_int(const struct http_form *form, const char *name, int64_t otherwise)
{
	const struct http_value *value = http_form_value(form, name);

	assert(form->fields[find_field(form, name)].kind == HTTP_INT);
	return value->is_given && !http_form_error(form, name).at ? value->number : otherwise;
}

struct day
http_form_day(const struct http_form *form, const char *name)
{
	assert(form->fields[find_field(form, name)].kind == HTTP_DAY);
	return http_form_value(form, name)->day;
}

bool
http_form_is_checked(const struct http_form *form, const char *name)
{
	assert(form->fields[find_field(form, name)].kind == HTTP_CHECKBOX);
	return http_form_value(form, name)->is_given;
}

const struct http_file *
http_form_files(const struct http_form *form, const char *name, size_t *ret_count)
{
	const struct http_value *value = http_form_value(form, name);

	assert(form->fields[find_field(form, name)].kind == HTTP_FILE);
	*ret_count = value->file_count;
	return value->file_count ? value->files : NULL;
}

struct str
http_form_error(const struct http_form *form, const char *name)
{
	const struct http_field *field = &form->fields[find_field(form, name)];

	for (size_t i = 0; i < form->errors.count; i++)
		if (form->errors.items[i].field == field)
			return form->errors.items[i].says;
	return STR_NONE;
}

struct fault *
http_form_mistakes(struct http_request *request, const struct http_form *form,
	struct html_mistakes *ret_mistakes)
{
	struct html_mistake *items;

	TAKE(request->arena, items, form->errors.count + 1);
	for (size_t i = 0; i < form->errors.count; i++)
		items[i] = (struct html_mistake){ str_of(form->errors.items[i].field->name),
			form->errors.items[i].says };
	*ret_mistakes = (struct html_mistakes){ request->language == HTTP_EN, STR_NONE, items,
		form->errors.count };
	return NULL;
}

/* A text as people read it: the words of a choice, yes or no for a box. */
static struct str
shown_text(struct http_request *request, const struct http_field *field, struct str text)
{
	if (field->kind == HTTP_CHECKBOX)
		return str_of(
			text.len ? http_say(request, "是", "yes") : http_say(request, "否", "no"));
	for (const struct http_choice *choice = field->choices; choice && choice->value; choice++)
		if (str_equal(text, str_of(choice->value)))
			return str_of(http_say(request, choice->zh, choice->en));
	return text;
}

struct fault *
http_form_compare(struct http_request *request, const struct http_form *form,
	const struct http_pair *stored, size_t count, struct html_stale *ret_stale)
{
	struct html_stale_row *rows;
	size_t found = 0;

	TAKE(request->arena, rows, count + 1);
	for (size_t i = 0; i < count; i++) {
		const struct http_value *value = http_form_value(form, stored[i].name.at);
		const struct http_field *field = &form->fields[value - form->values];
		struct str yours = value->text_count ? value->texts[0] : STR("");

		if (str_equal(yours, stored[i].value))
			continue;
		rows[found++] =
			(struct html_stale_row){ str_of(http_say(request, field->zh, field->en)),
				shown_text(request, field, stored[i].value),
				shown_text(request, field, yours) };
	}
	*ret_stale = (struct html_stale){ true, rows, found };
	return NULL;
}

void
http_form_refuse_json(
	struct http_request *request, const struct http_form *form, struct http_reply *reply)
{
	struct json_out out;

	http_reply_json(reply);
	reply->status = 422;
	json_out_init(&out, &reply->body);
	json_begin_object(&out);
	json_key(&out, "error");
	json_begin_object(&out);
	json_pair_str(&out, "code", STR("fields"));
	json_pair_str(&out, "says",
		str_of(http_say(request, "有几处填写需要改正。", "Some fields need correction.")));
	json_key(&out, "fields");
	json_begin_array(&out);
	for (size_t i = 0; i < form->errors.count; i++) {
		json_begin_object(&out);
		json_pair_str(&out, "name", str_of(form->errors.items[i].field->name));
		json_pair_str(&out, "says", form->errors.items[i].says);
		json_end_object(&out);
	}
	json_end_array(&out);
	json_end_object(&out);
	json_end_object(&out);
}
