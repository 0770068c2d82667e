/*
 * Pure decisions about settings: which there are, what a value must look like, the way up the tree.
 * No row and no transaction here.
 */
#include <assert.h>
#include <stdio.h>

#include "base/utf8.h"
#include "setting/setting_inside.h"

const struct setting *const *const *setting_tables;

static const struct setting *const *const no_tables[] = { NULL };

static bool
is_key(struct str key)
{
	for (size_t i = 0; i < key.len; i++) {
		char c = key.at[i];

		if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '.' && c != '_')
			return false;
	}
	return key.len > 0 && key.len <= 60;
}

static bool
keeps_promise(const struct setting *setting)
{
	struct str text = str_of(setting->text);
	struct str clean;

	if (!is_key(str_of(setting->key)) || !setting->zh || !setting->en)
		return false;
	switch (setting->kind) {
	case SETTING_INT:
	case SETTING_DAYS:
		return setting->least <= setting->number && setting->number <= setting->most;
	case SETTING_FLAG:
		return setting->number == 0 || setting->number == 1;
	case SETTING_SECRET:
		return !setting->text && setting->most > 0;
	case SETTING_TEXT:
	case SETTING_CHOICE:
		return setting_check(setting, text, &clean) == NULL && str_equal(clean, text);
	}
	return false;
}

void
setting_use(const struct setting *const *const *tables)
{
	setting_tables = tables;
	for (; *tables; tables++)
		for (const struct setting *const *one = *tables; *one; one++) {
			assert(keeps_promise(*one));
			/* The first of two with one key would be found for both. */
			assert(setting_find(str_of((*one)->key)) == *one);
		}
}

const struct setting *
setting_find(struct str key)
{
	const struct setting *const *const *tables = setting_tables ? setting_tables : no_tables;

	for (; *tables; tables++)
		for (const struct setting *const *one = *tables; *one; one++)
			if (str_equal(str_of((*one)->key), key))
				return *one;
	return NULL;
}

struct fault *
setting_default(struct arena *arena, const struct setting *setting, struct str *ret_value)
{
	switch (setting->kind) {
	case SETTING_INT:
	case SETTING_DAYS:
	case SETTING_FLAG:
		return str_print(arena, ret_value, "%lld", (long long)setting->number);
	default:
		*ret_value = str_of(setting->text);
		return NULL;
	}
}

/* --- values --- */

static struct fault *
wrong(const struct setting *setting, const char *zh, const char *en)
{
	return fault_new(FAULT_INPUT, "setting_value", "“%1$s”：%2$s%3$.0s%4$.0s",
		"%1$.0s%2$.0s%3$s: %4$s", setting->zh, zh, setting->en, en);
}

static struct fault *
check_number(const struct setting *setting, struct str value)
{
	bool is_flag = setting->kind == SETTING_FLAG;
	long long least = is_flag ? 0 : setting->least;
	long long most = is_flag ? 1 : setting->most;
	int64_t number;
	char zh[160];
	char en[160];

	if (str_to_int(value, &number) && number >= least && number <= most)
		return NULL;
	snprintf(zh, sizeof zh, "应是 %lld 到 %lld 之间的整数。请改正后再保存。", least, most);
	snprintf(en, sizeof en,
		"must be a whole number from %lld to %lld. Correct it and save again.", least,
		most);
	return wrong(setting, zh, en);
}

static bool
has_control(struct str value)
{
	for (size_t i = 0; i < value.len; i++)
		if ((unsigned char)value.at[i] < 0x20 || value.at[i] == 0x7f)
			return true;
	return false;
}

static struct fault *
check_text(const struct setting *setting, struct str value)
{
	long long most = setting->most ? setting->most : SETTING_MOST_TEXT;
	long long least = setting->least;
	size_t bad;
	size_t count;
	char zh[160];
	char en[160];

	if (!utf8_is_valid(value, &bad) || has_control(value))
		return wrong(setting, "含有换行或其他看不见的字符。请删去后再保存。",
			"holds a line break or another invisible character. Remove it and save "
			"again.");
	count = utf8_count(value);
	/* No secret is said by forgetting it, not by an empty one. */
	if (setting->kind == SETTING_SECRET && least < 1)
		least = 1;
	if (count < (size_t)least || count > (size_t)most) {
		snprintf(zh, sizeof zh, "应有 %lld 到 %lld 个字。请改正后再保存。", least, most);
		snprintf(en, sizeof en,
			"must have %lld to %lld characters. Correct it and save again.", least,
			most);
		return wrong(setting, zh, en);
	}
	return NULL;
}

static struct fault *
check_choice(const struct setting *setting, struct str value)
{
	for (const struct setting_choice *choice = setting->choices; choice->word; choice++)
		if (str_equal(str_of(choice->word), value))
			return NULL;
	return wrong(setting, "没有这个选项。请从列出的选项中选一个。",
		"there is no such choice. Choose one of those listed.");
}

struct fault *
setting_check(const struct setting *setting, struct str value, struct str *ret_clean)
{
	/* A password may begin or end with a blank. */
	struct str clean = setting->kind == SETTING_SECRET ? value : str_trim(value);

	switch (setting->kind) {
	case SETTING_INT:
	case SETTING_DAYS:
	case SETTING_FLAG:
		TRY(check_number(setting, clean));
		break;
	case SETTING_TEXT:
	case SETTING_SECRET:
		TRY(check_text(setting, clean));
		break;
	case SETTING_CHOICE:
		TRY(check_choice(setting, clean));
		break;
	}
	if (setting->check)
		TRY(setting->check(clean));
	*ret_clean = clean;
	return NULL;
}

/* --- places --- */

struct fault *
setting_split_path(struct str path, struct setting_levels *ret_levels)
{
	struct setting_levels levels = { .count = 0 };
	int64_t upwards[SETTING_MOST_LEVELS];
	struct str rest = path;
	bool is_right = path.len == 0 || path.at[0] == '/';
	int count = 0;

	if (rest.len)
		rest = str_from(rest, 1);
	while (is_right && rest.len) {
		struct str id;

		is_right = count < SETTING_MOST_LEVELS && str_has(rest, STR("/"));
		rest = str_cut(rest, STR("/"), &id);
		is_right = is_right && str_to_int(id, &upwards[count]) && upwards[count] > 0;
		count++;
	}
	if (!is_right)
		return fault_detail(
			fault_new(FAULT_INPUT, "setting_path",
				"看不懂行政机关在树上的位置。请重新打开页面再试。",
				"The agency's place in the tree is not understood. Open "
				"the page again and retry."),
			"%.*s", STR_ARG(path));
	while (count)
		levels.ids[levels.count++] = upwards[--count];
	levels.ids[levels.count++] = 0;
	*ret_levels = levels;
	return NULL;
}

struct fault *
setting_place(struct arena *arena, const struct setting *setting, int64_t agency_id,
	struct str *ret_place)
{
	return str_print(arena, ret_place, "setting.%s:%lld", setting->key, (long long)agency_id);
}
