/*
 * Reading, changing and listing settings.
 * Whether this person may change them was decided before; rows are setting_store.c's.
 */
#include <assert.h>
#include <time.h>

#include "base/json.h"
#include "db/db.h"
#include "setting/setting_inside.h"

/* --- reading --- */

struct fault *
setting_int(struct db *db, struct str path, const struct setting *setting, int64_t *ret_value)
{
	struct setting_found found = { .is_found = false };
	struct setting_levels levels;

	assert(setting->kind == SETTING_INT || setting->kind == SETTING_DAYS ||
		setting->kind == SETTING_FLAG);
	TRY(setting_split_path(path, &levels));
	TRY(setting_cache_find(db, NULL, setting, &levels, &found));
	*ret_value = found.is_found ? found.number : setting->number;
	return NULL;
}

struct fault *
setting_text(struct db *db, struct arena *arena, struct str path, const struct setting *setting,
	struct str *ret_value)
{
	struct setting_found found = { .is_found = false };
	struct setting_levels levels;

	assert(setting->kind == SETTING_TEXT || setting->kind == SETTING_CHOICE);
	TRY(setting_split_path(path, &levels));
	TRY(setting_cache_find(db, arena, setting, &levels, &found));
	*ret_value = found.is_found ? found.value : str_of(setting->text);
	return NULL;
}

struct fault *
setting_secret(struct db *db, const struct seal_keys *keys, struct arena *arena, struct str path,
	const struct setting *setting, struct secret *ret_value)
{
	struct setting_found found = { .is_found = false };
	struct setting_levels levels;
	struct str place;

	assert(setting->kind == SETTING_SECRET);
	TRY(setting_split_path(path, &levels));
	TRY(setting_cache_find(db, arena, setting, &levels, &found));
	if (!found.is_found) {
		*ret_value = (struct secret){ STR_NONE };
		return NULL;
	}
	TRY(setting_place(arena, setting, found.agency_id, &place));
	return seal_take(keys, arena, place, found.sealed, ret_value);
}

/* --- changing --- */

struct saving {
	const struct setting_change *change;
	const struct setting *setting;
	struct arena *arena;
	struct str clean;
};

static bool
is_changed(const struct saving *saving, const struct setting_row *row)
{
	if (saving->change->is_forgetting)
		return row->has_value || row->has_sealed;
	/* Two sealings of one text differ, so a secret that is typed again counts as a change. */
	if (saving->setting->kind == SETTING_SECRET)
		return true;
	return !row->has_value || !str_equal(row->value, saving->clean);
}

static struct fault *
describe(const struct saving *saving, const struct setting_row *row, struct str *ret_json)
{
	CLOSING(buf_done) struct buf buf;
	struct json_out json;

	buf_init(&buf, 64 << 10);
	json_out_init(&json, &buf);
	json_begin_object(&json);
	json_pair_str(&json, "key", str_of(saving->setting->key));
	if (saving->setting->kind == SETTING_SECRET) {
		json_pair_str(&json, "value", row->has_sealed ? STR("******") : STR(""));
	} else if (row->has_value) {
		json_pair_str(&json, "value", row->value);
	} else {
		json_key(&json, "value");
		json_put_nothing(&json);
	}
	json_end_object(&json);
	TRY(buf_check(&buf));
	return str_copy(saving->arena, buf_str(&buf), ret_json);
}

static struct fault *
fill_row(const struct saving *saving, struct setting_row *row)
{
	const struct setting_change *change = saving->change;
	struct str place;

	row->has_value = false;
	row->has_sealed = false;
	row->changed_at = time(NULL);
	row->changed_by = change->actor->name;
	if (change->is_forgetting)
		return NULL;
	if (saving->setting->kind != SETTING_SECRET) {
		row->value = saving->clean;
		row->has_value = true;
		return NULL;
	}
	assert(change->keys);
	TRY(setting_place(saving->arena, saving->setting, change->agency_id, &place));
	TRY(seal_put(change->keys, saving->arena, place, saving->clean, &row->sealed));
	row->has_sealed = true;
	return NULL;
}

static struct fault *
save(struct db *db, void *arg)
{
	struct saving *saving = arg;
	const struct setting_change *change = saving->change;
	struct audit_deed deed = { "setting.changed", "setting", 0, change->agency_id, STR_NONE,
		STR_NONE };
	struct setting_row row;

	TRY(setting_store_load(
		db, saving->arena, change->agency_id, str_of(saving->setting->key), &row));
	if (row.version != change->version)
		return fault_new(FAULT_CONFLICT, "setting_stale",
			"“%s”刚刚被别人改过，您的修改没有保存。请刷新页面，核对后再改。",
			"\"%s\" was changed by somebody else in the meantime; yours was not "
			"saved. Reload the page, look at it and change it again.",
			saving->setting->key);
	if (!is_changed(saving, &row))
		return NULL;
	TRY(describe(saving, &row, &deed.before));
	TRY(fill_row(saving, &row));
	TRY(describe(saving, &row, &deed.after));
	TRY(setting_store_save(db, change->agency_id, &row, &deed.thing_id));
	return audit_write(db, change->actor, &deed);
}

struct fault *
setting_save(struct db *db, struct arena *arena, const struct setting_change *change)
{
	struct saving saving = { .change = change, .arena = arena };

	saving.setting = setting_find(change->key);
	/* What was typed may be anything and is not repeated. */
	if (!saving.setting)
		return fault_new(FAULT_INPUT, "setting_unknown",
			"没有这项设置，没有保存。请从设置页面修改。",
			"There is no such setting; nothing was saved. Use the page of settings.");
	if (change->agency_id && !setting_is_for_agencies(saving.setting))
		return fault_new(FAULT_INPUT, "setting_scope",
			"“%s”只能为整个系统设置，不能为单个机关设置。",
			"\"%s\" can only be set for the whole installation.", saving.setting->key);
	if (!change->is_forgetting)
		TRY(setting_check(saving.setting, change->value, &saving.clean));
	TRY(db_work(db, save, &saving));
	setting_cache_forget();
	return NULL;
}

/* --- the list --- */

struct listing {
	struct arena *arena;
	struct setting_levels levels;
	struct setting_row *rows[SETTING_MOST_LEVELS + 1];
	size_t counts[SETTING_MOST_LEVELS + 1];
	struct setting_items items;
	size_t room;
};

static const struct setting_row *
row_named(const struct listing *listing, int level, const char *key)
{
	for (size_t i = 0; i < listing->counts[level]; i++)
		if (str_equal(listing->rows[level][i].name, str_of(key)))
			return &listing->rows[level][i];
	return NULL;
}

static bool
has_right_value(const struct setting *setting, const struct setting_row *row)
{
	struct str clean;

	if (!row)
		return false;
	if (setting->kind == SETTING_SECRET)
		return row->has_sealed;
	return row->has_value && !setting_check(setting, row->value, &clean);
}

static struct fault *
fill_item(const struct listing *listing, const struct setting *setting, struct setting_item *item)
{
	const struct setting_row *own = row_named(listing, 0, setting->key);

	*item = (struct setting_item){ .setting = setting, .is_default = true };
	if (own) {
		item->version = own->version;
		item->changed_at = own->changed_at;
		item->changed_by = own->changed_by;
	}
	for (int i = 0; i < listing->levels.count; i++) {
		const struct setting_row *row = row_named(listing, i, setting->key);

		if (!has_right_value(setting, row) ||
			(listing->levels.ids[i] && !setting_is_for_agencies(setting)))
			continue;
		item->is_default = false;
		item->is_own = i == 0;
		item->from_agency = listing->levels.ids[i];
		item->is_secret_set = row->has_sealed;
		item->value = row->value;
		return NULL;
	}
	return setting_default(listing->arena, setting, &item->value);
}

static struct fault *
list(struct db *db, void *arg)
{
	struct listing *listing = arg;
	bool is_below = listing->levels.count > 1;

	listing->items = (struct setting_items){ NULL, 0 };
	listing->room = 0;
	for (int i = 0; i < listing->levels.count; i++)
		TRY(setting_store_rows(db, listing->arena, listing->levels.ids[i],
			&listing->rows[i], &listing->counts[i]));
	for (const struct setting *const *const *table = setting_tables; table && *table; table++)
		for (const struct setting *const *one = *table; *one; one++) {
			if (is_below && !setting_is_for_agencies(*one))
				continue;
			GROW(listing->arena, listing->items.items, listing->items.count,
				listing->room);
			TRY(fill_item(
				listing, *one, &listing->items.items[listing->items.count++]));
		}
	return NULL;
}

struct fault *
setting_list(struct db *db, struct arena *arena, struct str path, struct setting_items *ret_items)
{
	struct listing listing = { .arena = arena };

	TRY(setting_split_path(path, &listing.levels));
	TRY(db_look(db, list, &listing));
	*ret_items = listing.items;
	return NULL;
}
