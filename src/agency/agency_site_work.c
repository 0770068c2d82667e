/*
 * Adding, changing and taking away sites, each with its line of audit.
 * Who may is asked by the pages.
 */
#include "agency/agency_inside.h"
#include "agency/agency_site_inside.h"
#include "agency/agency_site_statements.h"
#include "agency/agency_work_inside.h"
#include "base/json.h"
#include "base/utf8.h"

enum { WORK_MEMORY = 1 << 20, JSON_MOST = 32 << 10 };

/* A site on its way. `wanted` is borrowed; the rest is made anew when an engine asks for a retry.
 */
struct site_change {
	const struct audit_actor *actor;
	const struct agency_site *wanted;
	struct arena *arena;
	struct agency_site before;
	struct agency_site after;
	int64_t id;
};

static struct fault *
check_texts(struct arena *arena, struct agency_site *site)
{
	for (int i = 0; i < AGENCY_SITE_TEXTS; i++) {
		TRY(utf8_clean(arena, str_trim(site->texts[i]), &site->texts[i]));
		if (utf8_count(site->texts[i]) > agency_site_words[i].longest)
			return fault_new(FAULT_INPUT, "agency_site_text", "%s最多 %d 个字。%.0s",
				"%.0sNo more than %d characters: %s.", agency_site_words[i].zh,
				(int)agency_site_words[i].longest, agency_site_words[i].en);
	}
	if (site->title.len == 0)
		return fault_new(FAULT_INPUT, "agency_site_title", "请填写网站名称。",
			"Give the site a title.");
	return agency_check_site_code(arena, site->site_code, &site->site_code);
}

static struct fault *
check_site(struct db *db, struct site_change *change)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	struct agency_site *after = &change->after;
	struct agency agency;
	bool is_found = false;

	TRY(agency_check_host(change->arena, after->host, &after->host));
	TRY(check_texts(change->arena, after));
	TRY(agency_load(db, change->arena, after->agency_id, &agency));
	TRY(agency_work_check_parent(&agency));
	after->agency_name = agency.name;
	if (!after->palette)
		after->palette = agency_palettes;
	TRY(db_ask(db, NULL, &agency_site_taken_sql, VALUES(VALUE(after->host), VALUE(after->id)),
		&rows));
	TRY(db_next(rows, &is_found));
	if (is_found)
		return fault_new(FAULT_CONFLICT, "agency_host_twin",
			"这个域名已配置了网站。请修改原有的网站。",
			"This host name has a site already. Change that one.");
	return NULL;
}

/* The fields of one side in which the two differ. */
static void
put_side(struct buf *out, const struct agency_site *own, const struct agency_site *other)
{
	struct json_out json;

	json_out_init(&json, out);
	json_begin_object(&json);
	if (!str_equal(own->host, other->host))
		json_pair_str(&json, "host", own->host);
	if (own->agency_id != other->agency_id)
		json_pair_int(&json, "agency_id", own->agency_id);
	for (int i = 0; i < AGENCY_SITE_TEXTS; i++)
		if (!str_equal(own->texts[i], other->texts[i]))
			json_pair_str(&json, agency_site_words[i].key, own->texts[i]);
	if (own->palette && own->palette != other->palette)
		json_pair_str(&json, "palette", str_of(own->palette->key));
	if (own->is_default != other->is_default) {
		json_key(&json, "is_default");
		json_put_bool(&json, own->is_default);
	}
	json_end_object(&json);
}

static struct fault *
tell(struct db *db, const struct site_change *change, const char *deed)
{
	CLOSING(buf_done) struct buf before;
	CLOSING(buf_done) struct buf after;
	bool is_gone = !change->after.agency_id;

	buf_init(&before, JSON_MOST);
	buf_init(&after, JSON_MOST);
	put_side(&before, &change->before, &change->after);
	put_side(&after, &change->after, &change->before);
	TRY(buf_check(&before));
	TRY(buf_check(&after));
	return audit_write(db, change->actor,
		&(struct audit_deed){ .deed = deed,
			.thing = "agency_site",
			.thing_id = change->id,
			.agency_id = is_gone ? change->before.agency_id : change->after.agency_id,
			.before = buf_str(&before),
			.after = buf_str(&after) });
}

static struct fault *
add_site(struct db *db, struct site_change *change)
{
	CLOSING(db_rows_close) struct db_rows *rows = NULL;
	const struct agency_site *site = &change->after;
	bool is_found = false;

	TRY(db_ask(db, NULL, &agency_site_add_sql,
		VALUES(VALUE(site->host), VALUE(site->agency_id), VALUE(site->title),
			VALUE(site->organizer), VALUE(site->operator), VALUE(site->icp),
			VALUE(site->police), VALUE(site->site_code), VALUE(site->contact),
			VALUE(site->guide), VALUE(str_of(site->palette->key)),
			VALUE(site->is_default)),
		&rows));
	TRY(db_next(rows, &is_found));
	if (!is_found)
		return agency_work_stale();
	change->id = db_get_int(rows, 0);
	return NULL;
}

static struct fault *
set_site(struct db *db, struct site_change *change)
{
	const struct agency_site *site = &change->after;

	change->id = site->id;
	return agency_work_ask(db, &agency_site_set_sql,
		VALUES(VALUE(site->id), VALUE(site->version), VALUE(site->host),
			VALUE(site->agency_id), VALUE(site->title), VALUE(site->organizer),
			VALUE(site->operator), VALUE(site->icp), VALUE(site->police),
			VALUE(site->site_code), VALUE(site->contact), VALUE(site->guide),
			VALUE(str_of(site->palette->key)), VALUE(site->is_default)));
}

static struct fault *
save_site(struct db *db, void *arg)
{
	struct site_change *change = arg;

	change->after = *change->wanted;
	change->before = (struct agency_site){ 0 };
	if (change->after.id)
		TRY(agency_site_load(db, change->arena, change->after.id, &change->before));
	if (change->before.version != (change->after.id ? change->after.version : 0))
		return agency_work_stale();
	TRY(check_site(db, change));
	if (change->after.is_default)
		TRY(db_run(db, &agency_site_no_default_sql, VALUES(VALUE(change->after.id)), NULL));
	TRY(change->after.id ? set_site(db, change) : add_site(db, change));
	TRY(db_run(db, &agency_site_grow_sql, NO_VALUES, NULL));
	return tell(db, change, change->after.id ? "agency_site.changed" : "agency_site.added");
}

static struct fault *
run(struct db *db, db_work_fn *work, struct site_change *change)
{
	struct fault *fault;

	TRY(arena_open(WORK_MEMORY, &change->arena));
	fault = db_work(db, work, change);
	arena_close(&change->arena);
	if (!fault)
		agency_site_changed();
	return fault;
}

struct fault *
agency_site_save(struct db *db, const struct audit_actor *actor, const struct agency_site *site,
	int64_t *ret_id)
{
	struct site_change change = { .actor = actor, .wanted = site };

	TRY(run(db, save_site, &change));
	*ret_id = change.id;
	return NULL;
}

static struct fault *
drop_site(struct db *db, void *arg)
{
	struct site_change *change = arg;

	change->after = (struct agency_site){ 0 };
	change->id = change->wanted->id;
	TRY(agency_site_load(db, change->arena, change->id, &change->before));
	TRY(agency_work_ask(db, &agency_site_delete_sql,
		VALUES(VALUE(change->id), VALUE(change->wanted->version))));
	TRY(db_run(db, &agency_site_grow_sql, NO_VALUES, NULL));
	return tell(db, change, "agency_site.dropped");
}

struct fault *
agency_site_drop(struct db *db, const struct audit_actor *actor, int64_t id, int64_t version)
{
	struct agency_site wanted = { .id = id, .version = version };
	struct site_change change = { .actor = actor, .wanted = &wanted };

	return run(db, drop_site, &change);
}
