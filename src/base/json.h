/*
 * JSON out, as a stream onto a buf, and JSON in, as a tree (through jansson).
 * Keys keep the order in which they were written.
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/buf.h"

/* --- out --- */
/* Faults are the buf's: sticky, ask buf_check(). */
struct json_out {
	struct buf *buf;
	bool is_first; /* no comma before the next item */
};

void json_out_init(struct json_out *out, struct buf *buf);
void json_begin_object(struct json_out *out);
void json_end_object(struct json_out *out);
void json_begin_array(struct json_out *out);
void json_end_array(struct json_out *out);
void json_key(struct json_out *out, const char *key);
void json_put_str(struct json_out *out, struct str text);
void json_put_int(struct json_out *out, int64_t value);
void json_put_bool(struct json_out *out, bool value);
void json_put_nothing(struct json_out *out);
/* A key with its value in one call; an empty str or none gives null with json_pair_str_or_null. */
void json_pair_str(struct json_out *out, const char *key, struct str text);
void json_pair_str_or_null(struct json_out *out, const char *key, struct str text);
void json_pair_int(struct json_out *out, const char *key, int64_t value);
/* Text as it must stand between quotes in JSON; safe inside <script type="application/json"> too.
 */
void json_escape(struct buf *buf, struct str text);

/* --- in --- */
struct json_value;

/* Parse one JSON text. Faults INPUT with line and column. At most 64 levels deep. */
MUST struct fault *json_parse(struct str text, struct json_value **ret_value);
void json_close(struct json_value **value);
/* NULL when absent or when `value` is not an object; the answer belongs to the tree. */
const struct json_value *json_member(const struct json_value *value, const char *key);
/* Array items; 0 for anything else. */
size_t json_count(const struct json_value *value);
const struct json_value *json_item(const struct json_value *value, size_t index);
/* Walk an object: start with *position 0; false at the end. */
bool json_next(const struct json_value *value, size_t *position, struct str *ret_key,
	const struct json_value **ret_value);
bool json_is_nothing(const struct json_value *value);
bool json_holds_object(const struct json_value *value);
bool json_holds_array(const struct json_value *value);
/* The text, or STR_NONE when it is no text. */
struct str json_text(const struct json_value *value);
bool json_number(const struct json_value *value, int64_t *ret_value);
/* True for a JSON number of any kind; *ret_value as a double. For tests and settings only. */
bool json_real_number(const struct json_value *value, double *ret_value);

#endif
