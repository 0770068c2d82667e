/* The archive of cases on both engines: the complete file as one zip, how long a case is kept, who
 * may dispose of it, and that nothing of the person is left anywhere then. */
#include <sqlite3.h>
#include <stdio.h>

#include "application/application_retention.h"
#include "archive/archive.h"
#include "base/file.h"
#include "base/json.h"
#include "case_help.h"
#include "dispute/dispute.h"
#include "doc/doc_office.h"

/* fontconfig keeps its fonts until the process ends, and cairo 1.16 forgets 768 bytes for each CFF
 * font of a document; neither is this program's. */
const char *__lsan_default_suppressions(void);
const char *
__lsan_default_suppressions(void)
{
	return "leak:libfontconfig\nleak:libcairo\nleak:libpango\n";
}

#define DO(house, who, today, ...)                                                                 \
	FINE(case_do((house), &(house)->who, (today), (struct application_doing){ __VA_ARGS__ }))

static const char photo[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\10\6\0\0\0"
			    "\x1f\x15\xc4\x89\0\0\0\nIDATx\x9c\x63\0\1\0\0\5\0\1\r\n\x2d\xb4"
			    "\0\0\0\0IEND\xae\x42\x60\x82";

static void
add_files(struct case_house *house, int64_t id)
{
	struct application_upload uploads[] = {
		{ APPLICATION_FILE_PROOF, STR("张三身份证.png"), { photo, sizeof photo - 1 } },
		{ APPLICATION_FILE_ATTACHMENT, STR("../张三:说明.txt"),
			STR("张三家住人民路 1 号，申请公开改造合同。") },
	};
	struct application_hands hands = case_hands(house, &house->officer, "2024-03-02");
	struct application_file *files;

	FINE(application_keep_files(
		&hands, house->people.arena, uploads, COUNT_OF(uploads), &files));
	DO(house, officer, "2024-03-02", .id = id, .act = APPLICATION_ADD_FILE,
		.says = STR("张三补交"), .files = files, .file_count = COUNT_OF(uploads));
}

/* A refused application with everything that a case may hold, archived in March 2024. */
static int64_t
archived(struct case_house *house)
{
	struct dispute dispute = { .agency_id = house->agency,
		.body = STR("甲市人民政府"),
		.case_number = STR("8号"),
		.arrived_on = case_day("2024-03-08"),
		.answer_due_on = DAY_NONE,
		.answered_on = DAY_NONE,
		.hearing_on = DAY_NONE,
		.ended_on = DAY_NONE,
		.says = STR("张三不服") };
	struct application_hands hands = case_hands(house, &house->officer, "2024-03-09");
	int64_t id = case_open_one(house, "2024-03-01");
	int64_t made;

	add_files(house, id);
	DO(house, officer, "2024-03-03", .id = id, .act = APPLICATION_NOTE,
		.says = STR("张三来电催办"));
	DO(house, officer, "2024-03-03", .id = id, .act = APPLICATION_ASK_UNIT,
		.unit_id = house->unit, .says = STR("张三的申请如何答复"),
		.until = case_day("2024-03-20"));
	DO(house, officer, "2024-03-04", .id = id, .act = APPLICATION_ASK_COUNSEL,
		.party_name = STR("某某律师事务所"), .says = STR("是否属于过程性信息"),
		.until = case_day("2024-03-20"));
	case_draft_refusal(house, id, "2024-03-04");
	DO(house, officer, "2024-03-04", .id = id, .act = APPLICATION_SEND_TO_REVIEW);
	DO(house, reviewer, "2024-03-05", .id = id, .act = APPLICATION_AGREE);
	DO(house, head, "2024-03-06", .id = id, .act = APPLICATION_SIGN);
	DO(house, officer, "2024-03-07", .id = id, .act = APPLICATION_DELIVER,
		.method = LETTER_POST, .tracking = STR("XA12345678923"), .receiver = STR("张三"));
	dispute.application_id = id;
	FINE(dispute_save(house->people.db, &hands, &dispute, &made));
	DO(house, officer, "2024-03-09", .id = id, .act = APPLICATION_ARCHIVE);
	return id;
}

/* --- the complete file --- */

static struct str
part_of(struct case_house *house, struct doc_zip *zip, const char *name)
{
	const struct doc_part *part = doc_zip_find(zip, str_of(name));
	struct str bytes = STR("");

	if (!part)
		fail_msg("no %s", name);
	FINE(doc_zip_unpack(zip, part, house->people.arena, &bytes));
	return bytes;
}

static void
check_entries(struct case_house *house, struct doc_zip *zip, const struct json_value *entries)
{
	assert_true(json_count(entries) >= 6);
	for (size_t i = 0; i < json_count(entries); i++) {
		const struct json_value *entry = json_item(entries, i);
		struct str name = json_text(json_member(entry, "name"));
		struct digest digest;
		struct str bytes;

		assert_false(str_has(name, STR("..")));
		assert_false(str_has(name, STR(":")));
		bytes = part_of(house, zip, name.at);
		FINE(digest_sha256(bytes, &digest));
		SAME_TEXT(json_text(json_member(entry, "sha256")), digest.at);
		FINE(digest_sm3(bytes, &digest));
		SAME_TEXT(json_text(json_member(entry, "sm3")), digest.at);
		assert_true(str_has(part_of(house, zip, "digests.txt"), str_of(digest.at)));
	}
}

static void
complete_file_holds_index_letters_files_and_their_digests(void **state)
{
	CLOSING(json_close) struct json_value *index = NULL;
	struct archive_zip archive;
	struct application_hands hands;
	struct letter_list letters;
	struct case_house house;
	struct doc_zip zip;
	struct buf bytes;
	struct str html;
	int64_t proof;
	int64_t id;

	case_open(*state, &house);
	id = archived(&house);
	hands = case_hands(&house, &house.officer, "2024-03-10");
	FINE(letter_find_subject(
		house.people.db, house.people.arena, STR("application"), id, &letters));
	FINE(application_make_proof(house.people.db, &hands, house.people.arena, id,
		letters.rows[letters.count - 1].id, &proof));
	buf_init(&bytes, 64 << 20);
	FINE(archive_make(house.people.db, &hands, house.people.arena, id, 1, &bytes, &archive));
	assert_int_equal(archive.volumes, 1);
	assert_true(str_ends(archive.name, STR("2024-0001.zip")));
	FINE(doc_zip_open(buf_str(&bytes), house.people.arena, &zip));
	FINE(json_parse(part_of(&house, &zip, "index.json"), &index));
	SAME_TEXT(json_text(json_member(json_member(index, "applicant"), "name")), "张三");
	assert_int_equal(json_count(json_member(index, "disputes")), 1);
	/* The receipt, the reply and the proof of its service. */
	assert_int_equal(json_count(json_member(index, "letters")), 3);
	check_entries(&house, &zip, json_member(index, "entries"));
	html = part_of(&house, &zip, "index.html");
	assert_true(str_has(html, STR("张三来电催办")));
	assert_true(str_has(html, STR("身份证明的原件")));
	assert_true(str_has(html, STR("XA12345678923")));
	assert_true(str_has(html, STR("法律顾问 某某律师事务所")));
	assert_true(str_has(html, STR("送达回证")));
	buf_done(&bytes);
	case_close(&house);
}

static void
file_is_for_who_handles_the_case_and_has_as_many_volumes_as_it_says(void **state)
{
	struct archive_zip archive;
	struct application_hands hands;
	struct case_house house;
	struct buf bytes;
	int64_t id;

	case_open(*state, &house);
	id = archived(&house);
	buf_init(&bytes, 64 << 20);
	hands = case_hands(&house, &house.stranger, "2024-03-10");
	FAILS(archive_make(house.people.db, &hands, house.people.arena, id, 1, &bytes, &archive),
		"account_may_not");
	hands = case_hands(&house, &house.officer, "2024-03-10");
	FAILS(archive_make(house.people.db, &hands, house.people.arena, id, 2, &bytes, &archive),
		"absent");
	assert_int_equal(bytes.len, 0);
	buf_done(&bytes);
	case_close(&house);
}

/* --- how long --- */

static void
years_are_counted_from_the_january_after_and_for_ever_has_no_end(void **state)
{
	struct application_keeping keeping;
	struct twin *twin = *state;

	FINE(application_load_keeping(twin->db, &keeping));
	assert_string_equal(
		day_text(application_keep_until(case_day("2024-03-09"), 0, &keeping)).at,
		"2034-12-31");
	assert_string_equal(
		day_text(application_keep_until(case_day("2024-12-31"), 1, &keeping)).at,
		"2054-12-31");
	assert_true(day_is_none(application_keep_until(case_day("2024-03-09"), 2, &keeping)));
	assert_true(day_is_none(application_keep_until(DAY_NONE, 0, &keeping)));
}

static struct application_expired_list
expired(struct case_house *house, const char *today)
{
	struct application_expired_query query = {
		.pattern = STR("/%"), .today = case_day(today), .after = DAY_NONE, .limit = 50
	};
	struct application_expired_list list = { 0 };

	FINE(application_list_expired(house->people.db, house->people.arena, &query, &list));
	return list;
}

static struct fault *
propose(struct case_house *house, const struct account_person *who, const char *today, int64_t id)
{
	struct application_hands hands = case_hands(house, who, today);
	struct application_disposing disposing = { &id, 1, STR("张三一案保管期满"), false };

	return application_propose_disposal(house->people.db, &hands, &disposing);
}

static struct fault *
decide(struct case_house *house, const struct account_person *who, const char *today, int64_t id,
	bool is_approved)
{
	struct application_hands hands = case_hands(house, who, today);
	struct application_disposing disposing = { &id, 1, STR("同意"), is_approved };

	return application_decide_disposal(house->people.db, &hands, &disposing);
}

static void
officer_proposes_when_the_time_is_over_and_another_person_decides(void **state)
{
	struct application_hands hands;
	struct account_person both;
	struct case_house house;
	struct application one;
	int64_t id;

	case_open(*state, &house);
	id = archived(&house);
	assert_int_equal(expired(&house, "2034-12-31").count, 0);
	assert_int_equal(expired(&house, "2035-01-01").count, 1);
	FAILS(propose(&house, &house.officer, "2034-12-31", id), "application_early");
	FAILS(propose(&house, &house.head, "2035-01-01", id), "account_may_not");
	FAILS(decide(&house, &house.head, "2035-01-01", id, true), "application_no_proposal");
	FINE(propose(&house, &house.officer, "2035-01-01", id));
	FAILS(propose(&house, &house.officer, "2035-01-01", id), "application_stale");
	FAILS(decide(&house, &house.officer, "2035-01-01", id, true), "account_may_not");
	both = house.head;
	both.id = house.officer.id;
	FAILS(decide(&house, &both, "2035-01-01", id, true), "application_own_proposal");
	FINE(decide(&house, &house.head, "2035-01-02", id, false));
	assert_int_equal(expired(&house, "2035-01-02").items[0].disposal.id, 0);
	FINE(propose(&house, &house.officer, "2035-01-03", id));
	one = case_load(&house, id);
	hands = case_hands(&house, &house.officer, "2035-01-03");
	FINE(application_set_retention(
		house.people.db, &hands, id, one.version, APPLICATION_KEEP_FOREVER));
	FAILS(application_set_retention(
		      house.people.db, &hands, id, one.version, APPLICATION_KEEP_LONG),
		"application_stale");
	FAILS(decide(&house, &house.head, "2035-01-04", id, true), "application_early");
	assert_int_equal(case_load(&house, id).state, APPLICATION_ARCHIVED);
	case_close(&house);
}

/* --- nothing is left --- */

static const char *const traces[] = { "张三", "230108199001010017", "13800001234", "人民路 1 号",
	"老旧小区改造项目", "来电催办", "尚在讨论的过程稿", "XA12345678923", "改造合同" };

static void
look_into(const char *path, bool must_be_there)
{
	struct buf bytes;
	size_t found = 0;

	if (!file_exists(path))
		return;
	buf_init(&bytes, (size_t)256 << 20);
	FINE(file_read(path, &bytes));
	for (size_t i = 0; i < COUNT_OF(traces); i++) {
		bool is_there = memmem(bytes.at, bytes.len, traces[i], strlen(traces[i])) != NULL;

		if (is_there && !must_be_there)
			fail_msg("“%s” is still in %s", traces[i], path);
		found += is_there;
	}
	if (must_be_there && !found)
		fail_msg("%s never held anything: the test looks at the wrong file", path);
	buf_done(&bytes);
}

/* The database file of SQLite, its log written back. False for other stores. */
static bool
look_into_database(const struct twin *twin, bool must_be_there)
{
	const char *path = twin->url + strlen("sqlite:");
	sqlite3 *handle = NULL;
	char beside[300];

	if (strncmp(twin->url, "sqlite:", 7) != 0 || strcmp(path, ":memory:") == 0)
		return false;
	assert_int_equal(sqlite3_open(path, &handle), SQLITE_OK);
	assert_int_equal(sqlite3_exec(handle, "PRAGMA wal_checkpoint(TRUNCATE)", NULL, NULL, NULL),
		SQLITE_OK);
	sqlite3_close(handle);
	look_into(path, must_be_there);
	snprintf(beside, sizeof beside, "%s-wal", path);
	look_into(beside, false);
	return true;
}

static size_t
count_files(struct case_house *house)
{
	struct digest *digests;
	size_t count = 0;

	FINE(blob_list(house->people.twin->files, house->people.arena, &digests, &count));
	return count;
}

static void
look_into_files(struct case_house *house)
{
	struct digest *digests;
	size_t count = 0;

	FINE(blob_list(house->people.twin->files, house->people.arena, &digests, &count));
	for (size_t i = 0; i < count; i++) {
		struct buf bytes;

		buf_init(&bytes, (size_t)64 << 20);
		FINE(blob_load(house->people.twin->files, str_of(digests[i].at), &bytes));
		for (size_t j = 0; j < COUNT_OF(traces); j++)
			assert_null(memmem(bytes.at, bytes.len, traces[j], strlen(traces[j])));
		buf_done(&bytes);
	}
}

static void
disposal_leaves_no_trace_of_the_person_and_all_of_the_figures(void **state)
{
	struct archive_zip archive;
	struct application_hands hands;
	struct letter_list letters;
	struct case_house house;
	struct application one;
	struct letter letter;
	struct letter_findings findings;
	struct buf bytes;
	int64_t swept;
	int64_t id;

	case_open(*state, &house);
	id = archived(&house);
	hands = case_hands(&house, &house.officer, "2024-03-10");
	buf_init(&bytes, 64 << 20);
	FINE(archive_make(house.people.db, &hands, house.people.arena, id, 1, &bytes, &archive));
	assert_int_equal(count_files(&house), 6);
	look_into_database(*state, true);
	FINE(propose(&house, &house.officer, "2035-01-03", id));
	FINE(decide(&house, &house.head, "2035-01-04", id, true));
	one = case_load(&house, id);
	assert_int_equal(one.state, APPLICATION_REMOVED);
	assert_int_equal(one.outcome, application_outcome_number("deny_process"));
	assert_string_equal(day_text(one.ended_on).at, "2024-03-07");
	FINE(letter_find_subject(
		house.people.db, house.people.arena, STR("application"), id, &letters));
	assert_int_equal(letters.count, 2);
	assert_true(letters.rows[1].number.len > 0);
	assert_int_equal(letters.rows[1].state, LETTER_SIGNED);
	FAILS(letter_load_filled(house.people.db, house.people.keys, house.people.arena,
		      letters.rows[1].id, case_day("2035-01-04"), &letter, &findings),
		"letter_erased");
	FAILS(archive_make(house.people.db, &hands, house.people.arena, id, 1, &bytes, &archive),
		"application_removed");
	FINE(application_sweep_files(house.people.db, house.people.twin->files, 0, &swept));
	assert_int_equal(swept, 0);
	FINE(application_sweep_files(house.people.db, house.people.twin->files, INT64_MAX, &swept));
	assert_int_equal(swept, 6);
	assert_int_equal(count_files(&house), 0);
	look_into_database(*state, false);
	look_into_files(&house);
	buf_done(&bytes);
	case_close(&house);
}

static void
file_that_another_case_has_too_stays(void **state)
{
	struct application_files files;
	struct case_house house;
	struct buf bytes;
	int64_t other;
	int64_t swept;
	int64_t id;

	case_open(*state, &house);
	id = archived(&house);
	other = case_open_one(&house, "2024-03-01");
	add_files(&house, other);
	FINE(propose(&house, &house.officer, "2035-01-03", id));
	FINE(decide(&house, &house.head, "2035-01-04", id, true));
	FINE(application_sweep_files(house.people.db, house.people.twin->files, INT64_MAX, &swept));
	assert_int_equal(swept, 1);
	FINE(application_load_files(house.people.db, house.people.arena, other, &files));
	assert_int_equal(files.count, 2);
	buf_init(&bytes, 1 << 20);
	for (size_t i = 0; i < files.count; i++)
		FINE(blob_load(house.people.twin->files, files.items[i].digest, &bytes));
	buf_done(&bytes);
	case_close(&house);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(complete_file_holds_index_letters_files_and_their_digests),
		cmocka_unit_test(
			file_is_for_who_handles_the_case_and_has_as_many_volumes_as_it_says),
		cmocka_unit_test(years_are_counted_from_the_january_after_and_for_ever_has_no_end),
		cmocka_unit_test(officer_proposes_when_the_time_is_over_and_another_person_decides),
		cmocka_unit_test(disposal_leaves_no_trace_of_the_person_and_all_of_the_figures),
		cmocka_unit_test(file_that_another_case_has_too_stays),
	};

	return TWIN_RUN(tests);
}
