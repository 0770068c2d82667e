/*
 * JSON: our own writer, because order and bytes must be exact, and jansson's reader.
 * No binding of structures: rooms write and read their own fields.
 */
#include "base/json.h"

#include <jansson.h>
#include <pthread.h>

#include "base/memory.h"
#include "base/utf8.h"

/* ---------------------------------------------------------------- out */

void
json_out_init(struct json_out *out, struct buf *buf)
{
	*out = (struct json_out){ .buf = buf, .is_first = true };
}

static void
before_item(struct json_out *out)
{
	if (!out->is_first)
		buf_put_char(out->buf, ',');
	out->is_first = false;
}

void
json_begin_object(struct json_out *out)
{
	before_item(out);
	buf_put_char(out->buf, '{');
	out->is_first = true;
}

void
json_end_object(struct json_out *out)
{
	buf_put_char(out->buf, '}');
	out->is_first = false;
}

void
json_begin_array(struct json_out *out)
{
	before_item(out);
	buf_put_char(out->buf, '[');
	out->is_first = true;
}

void
json_end_array(struct json_out *out)
{
	buf_put_char(out->buf, ']');
	out->is_first = false;
}

void
json_escape(struct buf *buf, struct str text)
{
	size_t start = 0;

	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.at[i];

		if (c >= 0x20 && c != '"' && c != '\\' && c != '<' && c != '>' && c != '&' &&
			c != 0x7F)
			continue;
		buf_put(buf, str_sub(text, start, i - start));
		start = i + 1;
		if (c == '"' || c == '\\')
			buf_print(buf, "\\%c", c);
		else if (c == '\n')
			buf_put(buf, STR("\\n"));
		else if (c == '\t')
			buf_put(buf, STR("\\t"));
		else
			buf_print(buf, "\\u%04x", c);
	}
	buf_put(buf, str_from(text, start));
}

static void
put_quoted(struct json_out *out, struct str text)
{
	buf_put_char(out->buf, '"');
	json_escape(out->buf, text);
	buf_put_char(out->buf, '"');
}

void
json_key(struct json_out *out, const char *key)
{
	before_item(out);
	put_quoted(out, str_of(key));
	buf_put_char(out->buf, ':');
	out->is_first = true;
}

void
json_put_str(struct json_out *out, struct str text)
{
	before_item(out);
	put_quoted(out, text);
}

void
json_put_int(struct json_out *out, int64_t value)
{
	before_item(out);
	buf_put_int(out->buf, value);
}

void
json_put_bool(struct json_out *out, bool value)
{
	before_item(out);
	buf_put(out->buf, value ? STR("true") : STR("false"));
}

void
json_put_nothing(struct json_out *out)
{
	before_item(out);
	buf_put(out->buf, STR("null"));
}

void
json_pair_str(struct json_out *out, const char *key, struct str text)
{
	json_key(out, key);
	json_put_str(out, text);
}

void
json_pair_str_or_null(struct json_out *out, const char *key, struct str text)
{
	json_key(out, key);
	if (text.len)
		json_put_str(out, text);
	else
		json_put_nothing(out);
}

void
json_pair_int(struct json_out *out, const char *key, int64_t value)
{
	json_key(out, key);
	json_put_int(out, value);
}

/* ---------------------------------------------------------------- in */

enum { DEEPEST = 64 };

static const json_t *
inside(const struct json_value *value)
{
	return (const json_t *)value;
}

static bool
is_too_deep(struct str text)
{
	int depth = 0;
	bool in_text = false;

	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];

		if (in_text && c == '\\')
			i++;
		else if (c == '"')
			in_text = !in_text;
		else if (!in_text && (c == '{' || c == '['))
			depth++;
		else if (!in_text && (c == '}' || c == ']'))
			depth--;
		if (depth > DEEPEST)
			return true;
	}
	return false;
}

/* Jansson does not look whether a token could grow: without memory a letter or digit would be
 * missing without a word. So one failure spoils the whole tree. */
static pthread_once_t is_memory_ours = PTHREAD_ONCE_INIT;

static void
use_our_memory(void)
{
	json_set_alloc_funcs(memory_take, memory_give);
}

struct fault *
json_parse(struct str text, struct json_value **ret_value)
{
	json_error_t error;
	json_t *tree;

	if (is_too_deep(text))
		return fault_new(FAULT_LIMIT, "json_deep", "JSON 嵌套过深（超过 %d 层）。",
			"The JSON is nested too deeply (more than %d levels).", DEEPEST);
	pthread_once(&is_memory_ours, use_our_memory);
	memory_forget_failure();
	tree = json_loadb(text.at ? text.at : "", text.len, JSON_REJECT_DUPLICATES, &error);
	if (memory_has_failed()) {
		json_decref(tree);
		return fault_memory();
	}
	if (!tree)
		return fault_new(FAULT_INPUT, "json_broken", "JSON 第 %d 行第 %d 列有误：%s。",
			"The JSON is wrong at line %d, column %d: %s.", error.line, error.column,
			error.text);
	*ret_value = (struct json_value *)tree;
	return NULL;
}

void
json_close(struct json_value **value)
{
	if (*value)
		json_decref((json_t *)*value);
	*value = NULL;
}

const struct json_value *
json_member(const struct json_value *value, const char *key)
{
	return (const struct json_value *)json_object_get(inside(value), key);
}

size_t
json_count(const struct json_value *value)
{
	return json_array_size(inside(value));
}

const struct json_value *
json_item(const struct json_value *value, size_t index)
{
	return (const struct json_value *)json_array_get(inside(value), index);
}

bool
json_next(const struct json_value *value, size_t *position, struct str *ret_key,
	const struct json_value **ret_value)
{
	json_t *object = (json_t *)inside(value);
	void *iterator = json_object_iter(object);

	for (size_t i = 0; i < *position && iterator; i++)
		iterator = json_object_iter_next(object, iterator);
	if (!iterator)
		return false;
	(*position)++;
	*ret_key = str_of(json_object_iter_key(iterator));
	*ret_value = (const struct json_value *)json_object_iter_value(iterator);
	return true;
}

bool
json_is_nothing(const struct json_value *value)
{
	return value && inside(value)->type == JSON_NULL;
}

bool
json_holds_object(const struct json_value *value)
{
	return value && inside(value)->type == JSON_OBJECT;
}

bool
json_holds_array(const struct json_value *value)
{
	return value && inside(value)->type == JSON_ARRAY;
}

struct str
json_text(const struct json_value *value)
{
	if (!value || inside(value)->type != JSON_STRING)
		return STR_NONE;
	return (struct str){ json_string_value(inside(value)), json_string_length(inside(value)) };
}

bool
json_number(const struct json_value *value, int64_t *ret_value)
{
	if (!value || inside(value)->type != JSON_INTEGER)
		return false;
	*ret_value = json_integer_value(inside(value));
	return true;
}

bool
json_real_number(const struct json_value *value, double *ret_value)
{
	if (!value || (inside(value)->type != JSON_INTEGER && inside(value)->type != JSON_REAL))
		return false;
	*ret_value = json_number_value(inside(value));
	return true;
}
