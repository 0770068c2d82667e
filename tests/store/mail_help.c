/*
 * The desk, the letters and the runner of the tests of mail.
 * Nothing is tested here.
 */
#include "mail_help.h"

#include <stdio.h>

const struct audit_actor mail_help_admin = {
	.account_id = 1, .name = STR("管理员"), .way = AUDIT_WEB
};

static const struct mail_hole holes[] = { { "name", "姓名", "张三" },
	{ "link", "链接", "https://x.cn/1" }, { 0 } };
const struct mail_template mail_help_reset = { "account.reset", "重设密码", "reset", holes,
	"{{name}}，请重设密码", "{{name}}：\n请打开 {{link}} 。" };
static const struct mail_template *const letters[] = { &mail_help_reset, NULL };
const struct mail_template *const *const mail_help_letter_tables[] = { letters, NULL };
static const struct setting *const *const setting_tables_of_test[] = { mail_settings, NULL };

int mail_help_said;
char mail_help_said_masked[100];

static void
hear(int64_t id, const char *way, const char *masked)
{
	mail_help_said++;
	snprintf(mail_help_said_masked, sizeof mail_help_said_masked, "%s", masked);
}

void
mail_help_open_desk(struct mail_desk *desk, struct twin *twin)
{
	char path[100];

	setting_use(setting_tables_of_test);
	mail_use(mail_help_letter_tables);
	mail_help_said = 0;
	*desk = (struct mail_desk){ .twin = twin };
	snprintf(path, sizeof path, "%s/keys", twin->folder);
	FINE(seal_open(path, true, &desk->keys));
	snprintf(desk->folder, sizeof desk->folder, "%s/mail", twin->folder);
	snprintf(desk->ca_file, sizeof desk->ca_file, "%s/cert.pem", twin->folder);
	desk->sender =
		(struct mail_sender){ .keys = desk->keys, .folder = desk->folder, .say = hear };
	desk->kinds[0] = (struct job_kind){ .name = "mail.send",
		.work = mail_send_job,
		.context = &desk->sender,
		.most_tries = 3,
		.first_delay = 60 };
	desk->kinds[1] = (struct job_kind){
		.name = "mail.sweep", .work = mail_sweep_job, .context = &desk->sender
	};
	db_close(&twin->db);
	FINE(db_pool_open(twin->url, 2, &db_own_steps, true, &desk->pool));
	FINE(db_pool_writer(desk->pool, &twin->db));
}

void
mail_help_close_desk(struct mail_desk *desk)
{
	db_give_back(&desk->twin->db);
	db_pool_close(&desk->pool);
	seal_close(&desk->keys);
	FINE(db_open(desk->twin->url, DB_MAKE, &desk->twin->db));
}

bool
mail_help_step(struct mail_desk *desk, int64_t now)
{
	struct job_run run = { .arena = desk->twin->arena, .pool = desk->pool };
	struct fault *ended = NULL;
	bool is_found = false;

	FINE(job_take(desk->twin->db, desk->twin->arena, STR("甲"), now, &is_found, &run.job));
	db_give_back(&desk->twin->db);
	if (is_found)
		FINE(job_work(&run, desk->kinds, now, &ended));
	FINE(db_pool_writer(desk->pool, &desk->twin->db));
	return is_found;
}

void
mail_help_set_at(struct mail_desk *desk, int64_t agency_id, const char *key, const char *value)
{
	struct setting_change change = { .keys = desk->keys,
		.actor = &mail_help_admin,
		.agency_id = agency_id,
		.key = str_of(key),
		.value = str_of(value) };
	struct setting_items items;
	char path[20] = "";

	if (agency_id)
		snprintf(path, sizeof path, "/%d/", (int)agency_id);
	FINE(setting_list(desk->twin->db, desk->twin->arena, str_of(path), &items));
	for (size_t i = 0; i < items.count; i++)
		if (strcmp(items.items[i].setting->key, key) == 0)
			change.version = items.items[i].version;
	FINE(setting_save(desk->twin->db, desk->twin->arena, &change));
}

void
mail_help_use_server(struct mail_desk *desk, const struct stand_in *server, const char *security)
{
	char port[10];

	snprintf(port, sizeof port, "%d", server->port);
	mail_help_set_at(desk, 0, "mail.way", "smtp");
	mail_help_set_at(desk, 0, "mail.host", "127.0.0.1");
	mail_help_set_at(desk, 0, "mail.port", port);
	mail_help_set_at(desk, 0, "mail.security", security);
	mail_help_set_at(desk, 0, "mail.from", "no-reply@example.gov.cn");
}

struct mail_letter
mail_help_letter_to(const char *address)
{
	static const struct mail_value values[] = { { "name", STR("李四") },
		{ "link", STR("https://example.gov.cn/reset/秘密") } };

	return (struct mail_letter){ .template = &mail_help_reset,
		.agency_id = 5,
		.agency_path = STR("/1/5/"),
		.address = str_of(address),
		.name = STR("李四"),
		.values = values,
		.value_count = COUNT_OF(values) };
}

int64_t
mail_help_put(struct mail_desk *desk, const char *address)
{
	struct mail_letter letter = mail_help_letter_to(address);
	int64_t id = 0;

	FINE(mail_put(desk->twin->db, desk->keys, desk->twin->arena, NOW, &letter, &id));
	assert_true(id > 0);
	return id;
}

struct mail
mail_help_look_at(struct mail_desk *desk, int64_t id)
{
	struct mail mail;

	FINE(mail_load(desk->twin->db, desk->twin->arena, id, &mail));
	return mail;
}
