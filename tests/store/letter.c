/* Letters in the store: templates with versions, drafts, signing, files, deliveries, the register.
 */
#include "letter/letter_work.h"

#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "agency/agency_work.h"
#include "base/cage.h"
#include "twin.h"

/* fontconfig keeps its fonts until the process ends, and cairo 1.16 forgets 768 bytes for each CFF
 * font of a document; neither is this program's. */
const char *__lsan_default_suppressions(void);
const char *
__lsan_default_suppressions(void)
{
	return "leak:libfontconfig\nleak:libcairo\nleak:libpango\n";
}

static const struct audit_actor actor = { .name = STR("测试"), .way = AUDIT_COMMAND };

/* A district with a street office and a bureau below a city. */
struct place {
	struct twin *twin;
	struct seal_keys *keys;
	int64_t city, district, street, bureau;
	struct letter_doer doer;
};

static int64_t
make_agency(struct twin *twin, const char *name, int64_t parent, enum agency_kind kind)
{
	int64_t id = 0;

	FINE(agency_find_or_make(twin->db, str_of(name), &id));
	FINE(agency_save_place(twin->db, id, parent, kind));
	return id;
}

static struct place
make_place(struct twin *twin)
{
	struct place place = { .twin = twin };
	char path[120];

	snprintf(path, sizeof path, "%s/keys", twin->folder);
	FINE(seal_open(path, true, &place.keys));
	place.city = make_agency(twin, "哈尔滨市人民政府", 0, AGENCY_GOVERNMENT);
	place.district = make_agency(twin, "哈尔滨市松北区人民政府", place.city, AGENCY_GOVERNMENT);
	place.street = make_agency(twin, "松北区松浦街道办事处", place.district, AGENCY_STREET);
	place.bureau = make_agency(twin, "松北区财政局", place.district, AGENCY_DEPARTMENT);
	place.doer = (struct letter_doer){ place.keys, &actor, 1710000000, DAY_NONE };
	assert_true(day_make(2024, 3, 15, &place.doer.today));
	return place;
}

static struct letter_draft
make_draft(struct place *place, int64_t agency_id, enum letter_kind kind)
{
	struct letter_draft draft = {
		.agency_id = agency_id, .kind = kind, .subject = STR("application"), .subject_id = 7
	};

	FINE(letter_sample_facts(place->twin->arena, &draft.facts));
	return draft;
}

static struct letter_row
load(struct place *place, int64_t id)
{
	struct letter_row row = { 0 };

	FINE(letter_load(place->twin->db, place->twin->arena, id, &row));
	return row;
}

static int64_t
save(struct place *place, int64_t agency_id, enum letter_kind kind)
{
	struct letter_draft draft = make_draft(place, agency_id, kind);
	int64_t id = 0;

	FINE(letter_save_draft(place->twin->db, &place->doer, &draft, &id));
	return id;
}

static struct fault *
sign(struct place *place, int64_t id)
{
	struct letter_step step = { id, load(place, id).version, STR("") };

	return letter_sign(place->twin->db, &place->doer, &step);
}

static void
end_place(struct place *place)
{
	seal_close(&place->keys);
}

static int64_t
audit_count(struct twin *twin, const char *deed)
{
	struct audit_query query = {
		.deed = str_of(deed), .from = DAY_NONE, .to = DAY_NONE, .limit = 500
	};
	struct audit_list list = { 0 };

	FINE(audit_find(twin->db, twin->arena, &query, &list));
	return (int64_t)list.count;
}

/* --- the agency's particulars --- */

static void
the_tree_tells_who_reviews(void **state)
{
	struct place place = make_place(*state);
	struct letter_house house;

	FINE(letter_load_house(place.twin->db, place.twin->arena, place.street, &house));
	SAME_TEXT(house.review.body, "哈尔滨市松北区人民政府");
	FINE(letter_load_house(place.twin->db, place.twin->arena, place.bureau, &house));
	SAME_TEXT(house.review.body, "哈尔滨市松北区人民政府");
	FINE(letter_load_house(place.twin->db, place.twin->arena, place.district, &house));
	SAME_TEXT(house.review.body, "哈尔滨市人民政府");
	/* Nobody stands above it in this tree, and it is no province. */
	FINE(letter_load_house(place.twin->db, place.twin->arena, place.city, &house));
	SAME_TEXT(house.review.body, "");
	assert_false(house.review.is_own);
	end_place(&place);
}

static void
set(struct place *place, int64_t agency_id, const char *key, const char *value)
{
	struct setting_change change = {
		.actor = &actor, .agency_id = agency_id, .key = str_of(key), .value = str_of(value)
	};

	FINE(setting_save(place->twin->db, place->twin->arena, &change));
}

static void
own_settings_are_not_inherited(void **state)
{
	struct place place = make_place(*state);
	struct letter_house house;

	set(&place, place.district, "letter.review_body", "哈尔滨市人民政府（新）");
	set(&place, place.district, "letter.word", "松");
	set(&place, place.district, "letter.pattern", "{word}〔{year}〕{n}号");
	FINE(letter_load_house(place.twin->db, place.twin->arena, place.district, &house));
	SAME_TEXT(house.review.body, "哈尔滨市人民政府（新）");
	SAME_TEXT(house.word, "松");
	FINE(letter_load_house(place.twin->db, place.twin->arena, place.street, &house));
	SAME_TEXT(house.review.body, "哈尔滨市松北区人民政府");
	SAME_TEXT(house.word, "松北区松浦街道办事处");
	/* The way numbers are written is. */
	SAME_TEXT(house.pattern, "{word}〔{year}〕{n}号");
	end_place(&place);
}

/* --- templates --- */

static struct fault *
save_words(struct place *place, int64_t agency_id, const char *text, int64_t version)
{
	struct letter_words_change change = { &actor, place->doer.now, agency_id, LETTER_W11,
		str_of(text), version };

	return letter_words_save(place->twin->db, &change);
}

static struct letter_words
words_of(struct place *place, int64_t agency_id)
{
	struct letter_words words = { 0 };
	struct agency agency;

	FINE(agency_load(place->twin->db, place->twin->arena, agency_id, &agency));
	FINE(letter_words_load(
		place->twin->db, place->twin->arena, agency.path, LETTER_W11, &words));
	return words;
}

static void
templates_are_inherited_and_come_back(void **state)
{
	struct place place = make_place(*state);
	struct letter_words_versions versions;

	assert_true(words_of(&place, place.street).is_default);
	FINE(save_words(&place, place.district, "见{public_address}。\n{remedy}", 0));
	SAME_TEXT(words_of(&place, place.street).text, "见{public_address}。\n{remedy}");
	SAME_TEXT(words_of(&place, place.street).from_name, "哈尔滨市松北区人民政府");
	assert_false(words_of(&place, place.street).is_own);
	assert_true(words_of(&place, place.district).is_own);
	assert_true(words_of(&place, place.city).is_default);
	FAILS(save_words(&place, place.district, "见{public_address}\n{remedy}", 0),
		"letter_stale");
	FAILS(save_words(&place, place.district, "{public_address}", 1), "letter_template");
	FAILS(save_words(&place, place.district, "{public_address}{remedy}{nothing}", 1),
		"letter_template");
	/* The same again is no change. */
	FINE(save_words(&place, place.district, "见{public_address}。\r\n{remedy}\n", 1));
	assert_int_equal(words_of(&place, place.district).version, 1);
	FINE(save_words(&place, place.district, "", 1));
	assert_true(words_of(&place, place.street).is_default);
	FINE(letter_words_versions(
		place.twin->db, place.twin->arena, place.district, LETTER_W11, &versions));
	assert_int_equal(versions.count, 2);
	SAME_TEXT(versions.items[0].text, "");
	SAME_TEXT(versions.items[1].saved_by, "测试");
	assert_int_equal(audit_count(place.twin, "letter.words_changed"), 2);
	end_place(&place);
}

static void
a_draft_keeps_the_template_it_was_begun_with(void **state)
{
	struct place place = make_place(*state);
	int64_t id = save(&place, place.street, LETTER_W11);
	struct letter_findings findings;
	struct letter letter;
	struct str text;

	FINE(save_words(&place, place.district, "新的{public_address}。\n{remedy}", 0));
	FINE(letter_load_filled(place.twin->db, place.keys, place.twin->arena, id, place.doer.today,
		&letter, &findings));
	FINE(letter_make_text(place.twin->arena, &letter, &text));
	assert_false(str_has(text, STR("新的")));
	assert_true(str_has(text, STR("第三十六条第（一）项")));
	end_place(&place);
}

/* --- signing --- */

static void
a_letter_goes_from_draft_to_signature(void **state)
{
	struct place place = make_place(*state);
	int64_t id = save(&place, place.street, LETTER_W13);
	struct letter_findings findings;
	struct letter letter;
	struct letter_row row;
	struct agency agency;

	assert_int_equal(load(&place, id).state, LETTER_DRAFT);
	FINE(letter_load_filled(place.twin->db, place.keys, place.twin->arena, id, place.doer.today,
		&letter, &findings));
	assert_int_equal(findings.error_count, 0);
	SAME_TEXT(letter.number, "");
	FINE(sign(&place, id));
	row = load(&place, id);
	assert_int_equal(row.state, LETTER_SIGNED);
	assert_int_equal(row.serial, 1);
	assert_int_equal(row.year, 2024);
	SAME_TEXT(row.number, "松北区松浦街道办事处信公开〔2024〕1号-答");
	SAME_TEXT(row.signed_name, "测试");
	assert_int_equal(row.issued_on.number, place.doer.today.number);
	/* What was signed stays, whatever becomes of names and templates. */
	FINE(agency_load(place.twin->db, place.twin->arena, place.street, &agency));
	FINE(agency_rename(place.twin->db, &actor, place.street, agency.version,
		STR("另一个街道办事处"), DAY_NONE));
	FINE(letter_load_filled(place.twin->db, place.keys, place.twin->arena, id, place.doer.today,
		&letter, &findings));
	SAME_TEXT(letter.mark, "松北区松浦街道办事处");
	SAME_TEXT(letter.number, "松北区松浦街道办事处信公开〔2024〕1号-答");
	FAILS(sign(&place, id), "letter_state");
	assert_int_equal(audit_count(place.twin, "letter.signed"), 1);
	end_place(&place);
}

static void
a_letter_with_an_error_takes_no_number(void **state)
{
	struct place place = make_place(*state);
	struct letter_draft draft = make_draft(&place, place.street, LETTER_W13);
	struct letter_counters counters;
	int64_t id = 0;
	int64_t city;

	draft.template = STR("{exemptions}{reasons}");
	FINE(letter_save_draft(place.twin->db, &place.doer, &draft, &id));
	FAILS(sign(&place, id), "letter_unfit");
	draft.template = STR("");
	draft.facts.count = 0;
	draft.id = id;
	draft.version = load(&place, id).version;
	FINE(letter_save_draft(place.twin->db, &place.doer, &draft, &id));
	FAILS(sign(&place, id), "letter_unfit");
	/* Nobody is known who reviews the city. */
	city = save(&place, place.city, LETTER_W13);
	FAILS(sign(&place, city), "letter_unfit");
	FINE(letter_counters(place.twin->db, place.twin->arena, STR("/%"), &counters));
	assert_int_equal(counters.count, 0);
	end_place(&place);
}

static void
stale_forms_and_wrong_steps_are_refused(void **state)
{
	struct place place = make_place(*state);
	struct letter_draft draft = make_draft(&place, place.street, LETTER_W14);
	struct letter_step step;
	int64_t id = save(&place, place.street, LETTER_W14);

	draft.id = id;
	draft.version = 1;
	draft.is_for_review = true;
	FINE(letter_save_draft(place.twin->db, &place.doer, &draft, &id));
	assert_int_equal(load(&place, id).state, LETTER_IN_REVIEW);
	FAILS(letter_save_draft(place.twin->db, &place.doer, &draft, &id), "letter_stale");
	step = (struct letter_step){ id, 1, STR("") };
	FAILS(letter_sign(place.twin->db, &place.doer, &step), "letter_stale");
	step.version = 2;
	FAILS(letter_void(place.twin->db, &place.doer, &step), "letter_reason");
	FINE(letter_sign(place.twin->db, &place.doer, &step));
	draft.version = 3;
	FAILS(letter_save_draft(place.twin->db, &place.doer, &draft, &id), "letter_state");
	draft.kind = (enum letter_kind)99;
	FAILS(letter_save_draft(place.twin->db, &place.doer, &draft, &id), "letter_kind");
	FAILS(letter_load(place.twin->db, place.twin->arena, 999, &(struct letter_row){ 0 }),
		"absent");
	end_place(&place);
}

static void
what_a_letter_says_is_sealed(void **state)
{
	struct place place = make_place(*state);
	int64_t id = save(&place, place.street, LETTER_W13);
	struct letter_draft draft;
	struct seal_keys *other = NULL;
	char path[120];

	FINE(sign(&place, id));
	FINE(letter_load_draft(place.twin->db, place.keys, place.twin->arena, id, &draft));
	SAME_TEXT(letter_fact_text(&draft.facts, "applicant_name"), "张某某");
	snprintf(path, sizeof path, "%s/other", place.twin->folder);
	FINE(seal_open(path, true, &other));
	FAILS(letter_load_draft(place.twin->db, other, place.twin->arena, id, &draft),
		"seal_broken");
	seal_close(&other);
	end_place(&place);
}

/* --- numbers --- */

static void
a_void_letter_keeps_its_number_and_the_register_tells(void **state)
{
	struct place place = make_place(*state);
	struct letter_counters counters;
	struct letter_query query = { .pattern = STR("/%"), .state = -1, .limit = 10 };
	struct letter_list list;
	struct letter_step step;
	int64_t ids[3];

	for (int i = 0; i < 3; i++) {
		ids[i] = save(&place, place.street, LETTER_W14);
		FINE(sign(&place, ids[i]));
	}
	step = (struct letter_step){ ids[1], load(&place, ids[1]).version, STR(" 写错了 ") };
	FINE(letter_void(place.twin->db, &place.doer, &step));
	SAME_TEXT(load(&place, ids[1]).void_reason, "写错了");
	SAME_TEXT(load(&place, ids[1]).number, "松北区松浦街道办事处信公开〔2024〕2号-答");
	FINE(letter_counters(place.twin->db, place.twin->arena, STR("/%"), &counters));
	assert_int_equal(counters.count, 1);
	assert_int_equal(counters.items[0].last, 3);
	assert_int_equal(counters.items[0].used, 3);
	assert_int_equal(counters.items[0].void_count, 1);
	FINE(letter_register(place.twin->db, place.twin->arena, &query, &list));
	assert_int_equal(list.count, 3);
	query.state = LETTER_VOID;
	FINE(letter_register(place.twin->db, place.twin->arena, &query, &list));
	assert_int_equal(list.count, 1);
	query = (struct letter_query){ .pattern = STR("/999/%"), .state = -1, .limit = 10 };
	FINE(letter_register(place.twin->db, place.twin->arena, &query, &list));
	assert_int_equal(list.count, 0);
	query = (struct letter_query){ .pattern = STR("/%"), .state = -1, .limit = 2 };
	FINE(letter_register(place.twin->db, place.twin->arena, &query, &list));
	assert_true(list.has_more);
	FINE(letter_find_subject(place.twin->db, place.twin->arena, STR("application"), 7, &list));
	assert_int_equal(list.count, 3);
	end_place(&place);
}

struct outer {
	struct place *place;
	int64_t id;
};

/* Signs inside a work of another room, which then fails. */
static struct fault *
sign_and_fail(struct db *db, void *arg)
{
	struct outer *outer = arg;
	struct letter_step step = { outer->id, 1, STR("") };

	TRY(letter_sign(db, &outer->place->doer, &step));
	return fault_new(FAULT_INPUT, "test_failed", "失败", "failed");
}

static void
work_that_fails_leaves_no_gap(void **state)
{
	struct place place = make_place(*state);
	struct outer outer = { &place, save(&place, place.street, LETTER_W14) };
	int64_t other = save(&place, place.street, LETTER_W15);

	FAILS(db_work(place.twin->db, sign_and_fail, &outer), "test_failed");
	assert_int_equal(load(&place, outer.id).state, LETTER_DRAFT);
	FINE(sign(&place, other));
	assert_int_equal(load(&place, other).serial, 1);
	FINE(sign(&place, outer.id));
	assert_int_equal(load(&place, outer.id).serial, 2);
	end_place(&place);
}

static void
each_series_and_year_counts_for_itself(void **state)
{
	struct place place = make_place(*state);
	int64_t ids[4] = { save(&place, place.street, LETTER_W02),
		save(&place, place.street, LETTER_W13), save(&place, place.street, LETTER_W13),
		save(&place, place.bureau, LETTER_W13) };

	FINE(sign(&place, ids[0]));
	FINE(sign(&place, ids[1]));
	FINE(sign(&place, ids[3]));
	assert_true(day_make(2025, 1, 2, &place.doer.today));
	FINE(sign(&place, ids[2]));
	for (int i = 0; i < 4; i++)
		assert_int_equal(load(&place, ids[i]).serial, 1);
	SAME_TEXT(load(&place, ids[0]).number, "松北区松浦街道办事处信公开〔2024〕1号-补");
	SAME_TEXT(load(&place, ids[2]).number, "松北区松浦街道办事处信公开〔2025〕1号-答");
	end_place(&place);
}

static void
without_series_all_letters_share_one_count(void **state)
{
	struct place place = make_place(*state);
	int64_t ids[2];

	set(&place, place.street, "letter.pattern", "{word}〔{year}〕{n}号");
	set(&place, place.street, "letter.word", "浦");
	ids[0] = save(&place, place.street, LETTER_W02);
	ids[1] = save(&place, place.street, LETTER_W13);
	FINE(sign(&place, ids[0]));
	FINE(sign(&place, ids[1]));
	SAME_TEXT(load(&place, ids[0]).number, "浦〔2024〕1号");
	SAME_TEXT(load(&place, ids[1]).number, "浦〔2024〕2号");
	end_place(&place);
}

enum { EACH = 8, WRITERS = 3 };

/* A process of its own opens everything anew, as another server would. */
static pid_t
start_signer(struct place *place, const int64_t *ids)
{
	pid_t child = fork();
	struct letter_doer doer = place->doer;
	struct seal_keys *keys = NULL;
	struct db *db = NULL;
	char path[120];

	if (child != 0)
		return child;
	snprintf(path, sizeof path, "%s/keys", place->twin->folder);
	if (seal_open(path, false, &keys) || db_open(place->twin->url, DB_WRITE, &db))
		_exit(3);
	doer.keys = keys;
	db_set_patience(db, 60000);
	for (int i = 0; i < EACH; i++) {
		struct letter_step step = { ids[i], 1, STR("") };
		struct fault *fault = letter_sign(db, &doer, &step);

		if (fault) {
			fprintf(stderr, "%s %s\n", fault->code, fault->detail);
			_exit(3);
		}
	}
	_exit(0);
}

static void
servers_that_sign_at_once_never_share_a_number(void **state)
{
	struct twin *twin = *state;
	struct place place;
	int64_t ids[WRITERS * EACH];
	bool is_taken[WRITERS * EACH + 1] = { false };
	pid_t children[WRITERS];
	struct letter_counters counters;

	if (!twin->engine->is_shared)
		skip();
	place = make_place(twin);
	for (int i = 0; i < WRITERS * EACH; i++)
		ids[i] = save(&place, place.street, LETTER_W14);
	for (int i = 0; i < WRITERS; i++)
		children[i] = start_signer(&place, ids + i * EACH);
	for (int i = 0; i < WRITERS; i++) {
		int status = 0;

		assert_int_equal(waitpid(children[i], &status, 0), children[i]);
		assert_int_equal(status, 0);
	}
	for (int i = 0; i < WRITERS * EACH; i++) {
		int64_t serial = load(&place, ids[i]).serial;

		assert_in_range(serial, 1, WRITERS * EACH);
		assert_false(is_taken[serial]);
		is_taken[serial] = true;
	}
	FINE(letter_counters(twin->db, twin->arena, STR("/%"), &counters));
	assert_int_equal(counters.items[0].last, WRITERS * EACH);
	assert_int_equal(counters.items[0].used, WRITERS * EACH);
	end_place(&place);
}

/* --- files and deliveries --- */

static void
files_are_made_once_and_stay(void **state)
{
	struct place place = make_place(*state);
	int64_t id = save(&place, place.street, LETTER_W12);
	struct letter_row first;
	struct letter_row again;
	struct buf bytes;

	FAILS(letter_make_files(place.twin->db, place.twin->files, &place.doer, place.twin->arena,
		      id, &first),
		"letter_state");
	FINE(sign(&place, id));
	FINE(letter_make_files(
		place.twin->db, place.twin->files, &place.doer, place.twin->arena, id, &first));
	assert_int_equal(strlen(first.docx.at), 64);
	FINE(letter_make_files(
		place.twin->db, place.twin->files, &place.doer, place.twin->arena, id, &again));
	assert_string_equal(first.pdf.at, again.pdf.at);
	assert_int_equal(audit_count(place.twin, "letter.filed"), 1);
	buf_init(&bytes, DOC_MOST_BYTES);
	FINE(blob_load(place.twin->files, str_of(first.pdf.at), &bytes));
	assert_true(str_starts(buf_str(&bytes), STR("%PDF")));
	buf_done(&bytes);
	end_place(&place);
}

static struct day
day_of(int month, int of_month)
{
	struct day day = DAY_NONE;

	assert_true(day_make(2024, month, of_month, &day));
	return day;
}

static void
deliveries_are_checked_and_stop_the_clock(void **state)
{
	struct place place = make_place(*state);
	int64_t id = save(&place, place.street, LETTER_W13);
	struct letter_delivery delivery = { .letter_id = id,
		.method = LETTER_POST,
		.sent_on = day_of(3, 16),
		.signed_on = DAY_NONE,
		.tracking = STR("XA12345678923"),
		.receiver = STR("张某某") };
	struct letter_deliveries list;
	int64_t delivery_id = 0;

	FAILS(letter_deliver(place.twin->db, &place.doer, &delivery, &delivery_id), "letter_state");
	FINE(sign(&place, id));
	FAILS(letter_deliver(place.twin->db, &place.doer, &delivery, &delivery_id),
		"letter_delivery"); /* tomorrow */
	place.doer.today = day_of(3, 20);
	delivery.tracking = STR(" ");
	FAILS(letter_deliver(place.twin->db, &place.doer, &delivery, &delivery_id),
		"letter_delivery");
	delivery.tracking = STR("XA12345678923");
	delivery.signed_on = day_of(3, 15);
	FAILS(letter_deliver(place.twin->db, &place.doer, &delivery, &delivery_id),
		"letter_delivery");
	delivery.signed_on = DAY_NONE;
	FINE(letter_deliver(place.twin->db, &place.doer, &delivery, &delivery_id));
	delivery.id = delivery_id;
	delivery.version = 1;
	delivery.signed_on = day_of(3, 18);
	FINE(letter_deliver(place.twin->db, &place.doer, &delivery, &delivery_id));
	FAILS(letter_deliver(place.twin->db, &place.doer, &delivery, &delivery_id), "letter_stale");
	FINE(letter_load_deliveries(place.twin->db, place.keys, place.twin->arena, id, &list));
	assert_int_equal(list.count, 1);
	assert_int_equal(list.items[0].stops_on.number, day_of(3, 16).number);
	SAME_TEXT(list.items[0].receiver, "张某某");
	FINE(letter_load_deliveries(place.twin->db, NULL, place.twin->arena, id, &list));
	SAME_TEXT(list.items[0].receiver, "");
	assert_int_equal(audit_count(place.twin, "letter.delivered"), 2);
	end_place(&place);
}

/* --- hardship --- */

static void
a_statement_that_fails_leaves_no_gap(void **state)
{
	struct twin *twin = *state;
	struct place place = make_place(twin);
	int64_t id = save(&place, place.street, LETTER_W14);
	struct letter_counters counters;
	long n = 0;

	FINE(db_fail_wrap(twin->db));
	for (bool is_signed = false; !is_signed; n++) {
		struct letter_step step = { id, 1, STR("") };
		struct fault *fault;

		assert_true(n < 500);
		db_fail_at(twin->db, n + 1);
		fault = letter_sign(twin->db, &place.doer, &step);
		is_signed = !fault;
		if (fault)
			assert_string_equal(fault->code, "db_fail_test");
		db_fail_at(twin->db, 0);
		assert_int_equal(load(&place, id).state, is_signed ? LETTER_SIGNED : LETTER_DRAFT);
		FINE(letter_counters(twin->db, twin->arena, STR("/%"), &counters));
		assert_int_equal(counters.count, is_signed ? 1 : 0);
	}
	assert_true(n > 10);
	assert_int_equal(load(&place, id).serial, 1);
	assert_int_equal(audit_count(twin, "letter.signed"), 1);
	end_place(&place);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_tree_tells_who_reviews),
		cmocka_unit_test(own_settings_are_not_inherited),
		cmocka_unit_test(templates_are_inherited_and_come_back),
		cmocka_unit_test(a_draft_keeps_the_template_it_was_begun_with),
		cmocka_unit_test(a_letter_goes_from_draft_to_signature),
		cmocka_unit_test(a_letter_with_an_error_takes_no_number),
		cmocka_unit_test(stale_forms_and_wrong_steps_are_refused),
		cmocka_unit_test(what_a_letter_says_is_sealed),
		cmocka_unit_test(a_void_letter_keeps_its_number_and_the_register_tells),
		cmocka_unit_test(work_that_fails_leaves_no_gap),
		cmocka_unit_test(each_series_and_year_counts_for_itself),
		cmocka_unit_test(without_series_all_letters_share_one_count),
		cmocka_unit_test(servers_that_sign_at_once_never_share_a_number),
		cmocka_unit_test(files_are_made_once_and_stay),
		cmocka_unit_test(deliveries_are_checked_and_stop_the_clock),
		cmocka_unit_test(a_statement_that_fails_leaves_no_gap),
	};
	static const struct setting *const *const tables[] = { letter_settings, NULL };
	int failures;

	setting_use(tables);
	cage_warm();
	failures = TWIN_RUN(tests);
	setting_drop_cache();
	return failures;
}
