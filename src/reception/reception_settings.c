/*
 * The setting of the public form's guard. Reading and storing settings is setting/'s business.
 */
#include "reception/reception_settings.h"

static const struct setting_choice levels[] = {
	{ "off", "不验证", "No check" },
	{ "low", "轻（旧手机也很快）", "Light" },
	{ "usual", "一般（电脑不到一秒，手机几秒）", "Usual" },
	{ "high", "重（正被机器大量提交时）", "Heavy, while programs flood the form" },
	{ 0 },
};

static const struct setting guard = { .key = "application.guard",
	.kind = SETTING_CHOICE,
	.scope = SETTING_WHOLE,
	.text = "usual",
	.choices = levels,
	.zh = "网上申请防机器提交",
	.en = "Guard of the public form",
	.help_zh = "申请人的浏览器在提交前做一小段计算，不经过外部服务；不能运行脚本的，改答一道算"
		   "术题。",
	.help_en = "The browser does a piece of work before sending, without any outside service; "
		   "without script a sum is asked instead." };

const struct setting *const reception_settings[] = { &guard, NULL };

struct fault *
reception_setting_guard(struct db *db, struct arena *arena, enum reception_guard_level *ret_level)
{
	struct str word;

	TRY(setting_text(db, arena, STR(""), &guard, &word));
	*ret_level = RECEPTION_GUARD_USUAL;
	for (int i = 0; i < RECEPTION_GUARD_LEVELS; i++)
		if (str_equal(word, str_of(reception_guard_words[i])))
			*ret_level = (enum reception_guard_level)i;
	return NULL;
}
