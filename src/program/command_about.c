/*
 * The verbs that tell of the program itself: routes, version. They open no store.
 */
#include <stdio.h>

#include "account/account.h"
#include "base/json.h"
#include "db/db.h"
#include "program/program.h"
#include "program/rooms.h"

enum { ROUTES_JSON };

/* "anyone", "signed_in", or the keys of the roles parted by a bar. */
static void
put_who(struct buf *out, unsigned access)
{
	bool is_full = access & ACCOUNT_SIGNED_IN;
	bool is_half = access & ACCOUNT_HALF_SIGNED_IN;
	bool is_first = true;

	if (access & ANYONE) {
		buf_put(out, STR("anyone"));
		return;
	}
	if (is_full || is_half) {
		buf_print(out, "%s%s%s", is_half ? "half_signed_in" : "",
			is_half && is_full ? "|" : "", is_full ? "signed_in" : "");
		return;
	}
	for (const struct account_role_word *word = account_role_words; word->key; word++) {
		if (!(access & word->role))
			continue;
		buf_print(out, "%s%s", is_first ? "" : "|", word->key);
		is_first = false;
	}
	if (is_first)
		buf_put(out, STR("nobody"));
}

static int
run_routes(const struct program_line *line)
{
	CLOSING(buf_done) struct buf out;
	CLOSING(buf_done) struct buf who;
	bool as_json = line->values[ROUTES_JSON] != NULL;
	struct json_out json;
	struct fault *fault = program_need_no_words(line);

	buf_init(&out, 1 << 20);
	buf_init(&who, 1 << 10);
	if (fault)
		return program_fail(line, fault);
	json_out_init(&json, &out);
	if (as_json)
		json_begin_array(&json);
	for (const struct route *const *table = program_routes; *table; table++)
		for (const struct route *route = *table; route->method; route++) {
			buf_clear(&who);
			put_who(&who, route->access);
			if (!as_json) {
				buf_print(&out, "%-5s %-40s %.*s\n", route->method, route->path,
					STR_ARG(buf_str(&who)));
				continue;
			}
			json_begin_object(&json);
			json_pair_str(&json, "method", str_of(route->method));
			json_pair_str(&json, "path", str_of(route->path));
			json_pair_str(&json, "who", buf_str(&who));
			json_end_object(&json);
		}
	if (as_json) {
		json_end_array(&json);
		buf_put_char(&out, '\n');
	}
	fault = program_print(buf_str(&out));
	return fault ? program_fail(line, fault) : PROGRAM_DONE;
}

static int
run_version(const struct program_line *line)
{
	struct fault *fault = program_need_no_words(line);

	if (fault)
		return program_fail(line, fault);
	printf("gongkai %s\nschema %d\n", PROGRAM_VERSION, db_last_step(&db_own_steps));
	program_print_libraries(line);
	return PROGRAM_DONE;
}

const struct program_verb program_about_verbs[] = {
	{ "routes", "[--json]", "每个地址：方法、路径、谁可以用。",
		"Every route: method, path, who may.", run_routes,
		{ { "--json", false, "印成 JSON", "as JSON" } } },
	{ "version", "", "版本、数据库结构、各库版本。", "Version, schema, libraries.", run_version,
		{ { 0 } } },
	{ 0 },
};
