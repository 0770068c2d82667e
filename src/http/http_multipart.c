/*
 * multipart/form-data (RFC 7578), taken apart in place: values borrow from the body.
 * It knows no field table; http_form.c decides which parts are wanted.
 */
#include "base/utf8.h"
#include "http/http_inside.h"

enum {
	BOUNDARY_MAX = 70,        /* RFC 2046 */
	PART_HEAD_MAX = 8 * 1024, /* bytes of headers of one part */
	PARTS_MOST = 2000,
};

static struct fault *
fault_form(const char *why)
{
	return fault_detail(
		fault_new(FAULT_INPUT, "http_form", "提交的表单格式不正确。请刷新页面后重新提交。",
			"The form was not sent in a form's format. Reload the page and send it "
			"again."),
		"%s", why);
}

static struct fault *
fault_cut(const char *why)
{
	return fault_detail(
		fault_new(FAULT_INPUT, "http_form_cut",
			"上传在中途断开，内容不完整。请检查网络后重新上传。",
			"The upload broke off and is not complete. Check the network and "
			"upload again."),
		"%s", why);
}

/* "--" and the boundary. */
static struct fault *
read_boundary(struct arena *arena, struct str content_type, struct str *ret_dashes)
{
	struct str boundary;

	TRY(http_head_parameter(arena, content_type, STR("boundary"), &boundary));
	boundary = str_trim(boundary);
	if (boundary.len == 0 || boundary.len > BOUNDARY_MAX)
		return fault_form("no boundary, or one longer than 70");
	return str_print(arena, ret_dashes, "--%.*s", STR_ARG(boundary));
}

/* What may follow a boundary on its line. */
static struct str
skip_blanks(struct str text)
{
	while (text.len && (text.at[0] == ' ' || text.at[0] == '\t'))
		text = str_from(text, 1);
	return text;
}

static struct fault *
read_disposition(struct arena *arena, struct str value, struct part *part, bool *is_named)
{
	struct str type;
	struct str file_name;
	size_t bad;

	TRY(http_head_media_type(arena, value, &type));
	if (!str_equal(type, STR("form-data")))
		return fault_form("a part that is no form-data");
	TRY(http_head_parameter(arena, value, STR("name"), &part->name));
	TRY(http_head_parameter(arena, value, STR("filename"), &file_name));
	*is_named = part->name.at != NULL;
	if (!utf8_is_valid(part->name, &bad))
		return fault_form("a field name that is not UTF-8");
	part->is_file = file_name.at != NULL;
	if (part->is_file && file_name.len)
		TRY(http_name_clean(arena, file_name, &part->file_name));
	return NULL;
}

static struct fault *
read_part_head(struct arena *arena, struct str head, struct part *part)
{
	struct str line;
	bool is_named = false;
	bool is_disposed = false;

	while (str_next_line(&head, &line)) {
		struct str name;
		struct str value;
		size_t bad;

		if (line.len == 0)
			continue;
		if (!str_has(line, STR(":")))
			return fault_form("a part header without a colon");
		value = str_trim(str_cut(line, STR(":"), &name));
		if (str_equal_ascii(name, STR("Content-Disposition"))) {
			if (is_disposed)
				return fault_form("two Content-Dispositions");
			is_disposed = true;
			TRY(read_disposition(arena, value, part, &is_named));
		} else if (str_equal_ascii(name, STR("Content-Type")) &&
			   utf8_is_valid(value, &bad)) {
			TRY(http_head_media_type(arena, value, &part->type));
		}
	}
	return is_named ? NULL : fault_form("a part without a name");
}

/*
 * One part: `*rest` starts behind the line of its boundary and is moved behind the next boundary.
 * `stop` is CRLF, two dashes and the boundary.
 */
static struct fault *
read_part(struct arena *arena, struct str stop, struct str *rest, struct part *part)
{
	size_t head_end;
	size_t end;

	if (str_starts(*rest, STR("\r\n")))
		return fault_form("a part without headers");
	head_end =
		str_find(str_sub(*rest, 0, rest->len < PART_HEAD_MAX ? rest->len : PART_HEAD_MAX),
			STR("\r\n\r\n"), 0);
	if (head_end == SIZE_MAX)
		return rest->len < PART_HEAD_MAX ? fault_cut("in the headers of a part")
						 : fault_form("headers of a part too long");
	TRY(read_part_head(arena, str_sub(*rest, 0, head_end), part));
	*rest = str_from(*rest, head_end + 2);
	/* From the CRLF that ends the headers, so that an empty value is found too. */
	end = str_find(*rest, stop, 0);
	if (end == SIZE_MAX)
		return fault_cut("no boundary after a part");
	part->value = end >= 2 ? str_sub(*rest, 2, end - 2) : str_sub(*rest, 0, 0);
	*rest = str_from(*rest, end + stop.len);
	return NULL;
}

struct fault *
http_multipart_read(
	struct arena *arena, struct str content_type, struct str body, struct parts *ret_parts)
{
	struct parts parts = { 0 };
	struct str dashes;
	struct str stop;
	size_t first;

	TRY(read_boundary(arena, content_type, &dashes));
	TRY(str_print(arena, &stop, "\r\n%.*s", STR_ARG(dashes)));
	if (str_starts(body, dashes)) {
		body = str_from(body, dashes.len);
	} else {
		first = str_find(body, stop, 0);
		if (first == SIZE_MAX)
			return fault_cut("the boundary never comes");
		body = str_from(body, first + stop.len);
	}
	while (!str_starts(body, STR("--"))) {
		body = skip_blanks(body);
		if (!str_starts(body, STR("\r\n")))
			return body.len < 2 ? fault_cut("after a boundary")
					    : fault_form("text behind a boundary");
		body = str_from(body, 2);
		if (parts.count >= PARTS_MOST)
			return fault_new(FAULT_LIMIT, "http_pairs_many",
				"提交的字段过多。请分次提交。",
				"Too many fields were sent. Send them in several steps.");
		GROW(arena, parts.items, parts.count, parts.room);
		parts.items[parts.count] = (struct part){ 0 };
		TRY(read_part(arena, stop, &body, &parts.items[parts.count]));
		parts.count++;
	}
	*ret_parts = parts;
	return NULL;
}
