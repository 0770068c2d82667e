/*
 * Changing what was registered: title, description, the applicant and how the answer is wanted. The
 * record says which fields changed and who did it, never the applicant's data themselves.
 */
#include <string.h>

#include "application/application_doing.h"
#include "base/json.h"

struct changing {
	const struct application_hands *hands;
	struct arena *arena;
	const struct application_change *change;
	struct application application;
	struct application_applicant before;
	struct str title;
	struct str fields; /* names in Chinese of what changed */
	struct buf old;
	struct buf new;
};

static void
changing_done(struct changing *changing)
{
	buf_done(&changing->old);
	buf_done(&changing->new);
}

/* The fields of a change as an intake has them, so that one set of rules judges both. */
static struct fault *
check_words(struct changing *changing)
{
	const struct application_change *change = changing->change;
	struct application_file proof = { .kind = APPLICATION_FILE_PROOF };
	struct application_intake intake = { .kind = changing->application.kind,
		.title = change->title,
		.description = change->description,
		.applicant = change->applicant,
		.wanted_form = change->wanted_form,
		.wanted_way = change->wanted_way,
		.help = change->help,
		/* The proof was looked at when the application was taken in. */
		.files = &proof,
		.file_count = changing->before.proof_number.len ? 0 : 1,
		.arrival = { .channel = changing->application.channel,
			.submitted_on = changing->application.submitted_on,
			.signed_on = DAY_NONE,
			.confirmed_on = DAY_NONE,
			.told_on = DAY_NONE,
			.ruled_on = DAY_NONE } };
	struct application_intake_problem *problems;
	size_t count;

	TRY(application_intake_check(changing->arena, &intake, &problems, &count));
	if (count)
		return fault_detail(fault_new(FAULT_INPUT, "application_intake", "%1$s%2$.0s",
					    "%1$.0s%2$s", problems[0].zh, problems[0].en),
			"field %s", problems[0].field);
	return application_intake_title(changing->arena, &intake, &changing->title);
}

/* --- what changed --- */

static struct fault *
name_field(struct changing *changing, const char *zh)
{
	return str_join(changing->arena, changing->fields,
		changing->fields.len ? STR("、") : STR(""), str_of(zh), &changing->fields);
}

enum { AS_IT_IS, MASKED, LEFT_OUT };

/* Words of the applicant stay in the case, and personal data are masked: the audit is read by
 * others. */
static struct fault *
note_field(struct changing *changing, struct json_out *old, struct json_out *new, const char *name,
	const char *zh, struct str before, struct str after, int how)
{
	if (str_equal(before, after))
		return NULL;
	TRY(name_field(changing, zh));
	if (how == MASKED) {
		TRY(audit_mask_name(changing->arena, before, &before));
		TRY(audit_mask_name(changing->arena, after, &after));
	}
	json_pair_str(old, name, how == LEFT_OUT ? STR("（从略）") : before);
	json_pair_str(new, name, how == LEFT_OUT ? STR("（从略）") : after);
	return NULL;
}

static struct str
word(const struct application_word *words, int number)
{
	const struct application_word *one = application_word_of(words, number);

	return str_of(one ? one->key : "");
}

static struct fault *
note_entry(struct changing *changing, struct json_out *old, struct json_out *new)
{
	const struct application_change *change = changing->change;
	const struct application *one = &changing->application;

	TRY(note_field(
		changing, old, new, "title", "信息名称", one->title, changing->title, LEFT_OUT));
	TRY(note_field(changing, old, new, "description", "内容描述", one->description,
		str_trim(change->description), LEFT_OUT));
	TRY(note_field(changing, old, new, "applicant_kind", "申请人类型",
		word(application_applicant_words, one->applicant_kind),
		word(application_applicant_words, change->applicant.kind), AS_IT_IS));
	TRY(note_field(changing, old, new, "wanted_form", "提供形式",
		word(application_form_words, one->wanted_form),
		word(application_form_words, change->wanted_form), AS_IT_IS));
	TRY(note_field(changing, old, new, "wanted_way", "获取方式",
		word(application_way_words, one->wanted_way),
		word(application_way_words, change->wanted_way), AS_IT_IS));
	return note_field(changing, old, new, "help", "需要的帮助", one->help,
		str_trim(change->help), LEFT_OUT);
}

static struct fault *
note_applicant(struct changing *changing, struct json_out *old, struct json_out *new)
{
	const struct application_applicant *was = &changing->before;
	const struct application_applicant *is = &changing->change->applicant;
	const struct {
		const char *name;
		const char *zh;
		struct str was;
		struct str is;
	} pairs[] = {
		{ "name", "姓名或者名称", was->name, is->name },
		{ "proof_kind", "证件名称", was->proof_kind, is->proof_kind },
		{ "proof_number", "证件号码", was->proof_number, is->proof_number },
		{ "contact", "联系人", was->contact, is->contact },
		{ "phone", "联系电话", was->phone, is->phone },
		{ "mail", "电子邮箱", was->mail, is->mail },
		{ "address", "通信地址", was->address, is->address },
		{ "postcode", "邮政编码", was->postcode, is->postcode },
	};

	for (size_t i = 0; i < COUNT_OF(pairs); i++)
		TRY(note_field(changing, old, new, pairs[i].name, pairs[i].zh, pairs[i].was,
			str_trim(pairs[i].is), MASKED));
	return NULL;
}

static struct fault *
note(struct changing *changing)
{
	struct json_out old;
	struct json_out new;

	json_out_init(&old, &changing->old);
	json_out_init(&new, &changing->new);
	json_begin_object(&old);
	json_begin_object(&new);
	TRY(note_entry(changing, &old, &new));
	TRY(note_applicant(changing, &old, &new));
	json_end_object(&old);
	json_end_object(&new);
	TRY(buf_check(&changing->old));
	return buf_check(&changing->new);
}

/* --- saving --- */

static struct fault *
load(struct db *db, struct changing *changing)
{
	const struct application_act_rule *rule = application_act_rule(APPLICATION_CHANGE);
	const struct application_change *change = changing->change;
	struct application_act_facts facts;

	TRY(application_load(db, changing->arena, change->id, &changing->application));
	TRY(account_must(changing->hands->person, rule->roles, changing->application.path));
	if (changing->application.version != change->version)
		return application_stale();
	TRY(application_act_facts(
		db, changing->arena, &changing->application, changing->hands->today, &facts));
	TRY(application_act_check(rule, &facts, DAY_NONE));
	return application_open_applicant(
		changing->hands->keys, changing->arena, &changing->application, &changing->before);
}

static void
take_over(struct changing *changing, struct application_applicant *applicant)
{
	const struct application_change *change = changing->change;
	struct application *one = &changing->application;

	one->title = changing->title;
	one->description = str_trim(change->description);
	one->applicant_kind = change->applicant.kind;
	one->wanted_form = change->wanted_form;
	one->wanted_way = change->wanted_way;
	one->help = str_trim(change->help);
	*applicant = change->applicant;
	applicant->name = str_trim(applicant->name);
	applicant->proof_kind = str_trim(applicant->proof_kind);
	applicant->proof_number = str_trim(applicant->proof_number);
	applicant->contact = str_trim(applicant->contact);
	applicant->phone = str_trim(applicant->phone);
	applicant->mail = str_trim(applicant->mail);
	applicant->address = str_trim(applicant->address);
	applicant->postcode = str_trim(applicant->postcode);
}

static struct fault *
save(struct db *db, void *arg)
{
	struct changing *changing = arg;
	const struct application_hands *hands = changing->hands;
	struct application_applicant applicant;
	struct application *one = &changing->application;
	struct application_event event = { .at = hands->now,
		.day = hands->today,
		.act = APPLICATION_CHANGE,
		.until = DAY_NONE,
		.account_id = hands->person ? hands->person->id : 0 };

	changing->fields = STR("");
	buf_clear(&changing->old);
	buf_clear(&changing->new);
	TRY(load(db, changing));
	TRY(check_words(changing));
	TRY(note(changing));
	if (!changing->fields.len)
		return NULL;
	take_over(changing, &applicant);
	event.says = changing->fields;
	TRY(application_save_words(db, one));
	TRY(application_save_print(db, changing->arena, one));
	TRY(application_seal_applicant(db, hands->keys, changing->arena, one->id, &applicant));
	TRY(application_add_event(db, one->id, &event));
	TRY(application_save_state(db, one));
	return audit_write(db, hands->actor,
		&(struct audit_deed){ "application.change", "application", one->id, one->agency_id,
			buf_str(&changing->old), buf_str(&changing->new) });
}

struct fault *
application_change(struct db *db, const struct application_hands *hands, struct arena *arena,
	const struct application_change *change)
{
	CLOSING(changing_done)
	struct changing changing = { .hands = hands, .arena = arena, .change = change };

	buf_init(&changing.old, 1 << 16);
	buf_init(&changing.new, 1 << 16);
	return db_work(db, save, &changing);
}
