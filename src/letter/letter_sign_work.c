/*
 * Signing a letter with a number, making its files, voiding it; each with its audit line. What a
 * draft says and how it is filled is letter_work.c's.
 */
#include "base/utf8.h"
#include "letter/letter_statements.h"
#include "letter/letter_work_inside.h"

/* --- signing --- */

struct signing {
	const struct letter_doer *doer;
	const struct letter_step *step;
};

static struct fault *
check_fit(const struct letter_findings *findings)
{
	for (size_t i = 0; i < findings->count; i++)
		if (findings->items[i].level == LETTER_ERROR)
			return fault_new(FAULT_INPUT, "letter_unfit",
				"文书还不能签发，有 %d 处错误。第一处：%s%.0s",
				"The letter cannot be signed yet; errors: %d. The first: %.0s%s",
				(int)findings->error_count, findings->items[i].zh.at,
				findings->items[i].en.at);
	return NULL;
}

/* Where letters of all kinds share one count, the series is empty. */
static struct fault *
take_number(struct db *db, struct arena *arena, const struct letter_house *house,
	enum letter_kind kind, int year, struct str *ret_series, int64_t *ret_serial,
	struct str *ret_number)
{
	bool has_series = str_has(house->pattern, STR("{series}"));

	*ret_series = has_series ? str_of(letter_types[kind].series) : STR("");
	TRY(letter_ask_id(db, &letter_take_number_sql,
		VALUES(VALUE(house->agency.id), VALUE(*ret_series), VALUE(year)), ret_serial));
	return letter_number_words(
		arena, house->pattern, house->word, *ret_series, year, *ret_serial, ret_number);
}

static struct fault *
seal_fixed(const struct letter_doer *doer, struct arena *arena, const struct letter *letter,
	struct str place, struct str *ret_sealed)
{
	CLOSING(buf_done) struct buf json;
	struct str bound;

	buf_init(&json, LETTER_JSON_MOST);
	TRY(letter_write_json(letter, &json));
	TRY(letter_store_place(arena, "fixed", place, &bound));
	return seal_put(doer->keys, arena, bound, buf_str(&json), ret_sealed);
}

static struct fault *
fix(struct db *db, const struct signing *signing, struct arena *arena, const struct letter_row *row)
{
	const struct letter_doer *doer = signing->doer;
	struct letter_findings findings;
	struct letter_content content;
	struct letter_draft draft;
	struct letter_house house;
	struct letter letter;
	struct str sealed;
	struct str series;
	struct str number;
	int64_t serial;
	int64_t id;
	int year;
	int month;
	int of_month;

	TRY(letter_store_content(db, doer->keys, arena, row->id, &content));
	TRY(letter_draft_of(arena, row, &content, &draft));
	TRY(letter_load_house(db, arena, row->agency_id, &house));
	TRY(letter_fill_draft(arena, &house, &draft, STR(""), doer->today, &letter, &findings));
	TRY(check_fit(&findings));
	day_split(doer->today, &year, &month, &of_month);
	TRY(take_number(db, arena, &house, row->kind, year, &series, &serial, &number));
	TRY(letter_fill_draft(arena, &house, &draft, number, doer->today, &letter, &findings));
	TRY(seal_fixed(doer, arena, &letter, content.place, &sealed));
	return letter_ask_id(db, &letter_fix_sql,
		VALUES(VALUE(row->id), VALUE(row->version), db_value_bytes(sealed), VALUE(series),
			VALUE(year), VALUE(serial), VALUE(number), VALUE(doer->today),
			db_value_id(doer->actor->account_id), VALUE(doer->actor->name),
			VALUE(doer->now)),
		&id);
}

static struct fault *
sign(struct db *db, void *arg)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	const struct signing *signing = arg;
	struct letter_row row;

	TRY(arena_open(LETTER_WORK_MEMORY, &arena));
	TRY(letter_load(db, arena, signing->step->id, &row));
	TRY(letter_check_row(
		&row, signing->step->version, 1u << LETTER_DRAFT | 1u << LETTER_IN_REVIEW));
	TRY(fix(db, signing, arena, &row));
	return letter_tell(db, signing->doer, "letter.signed", row.id, STR(""));
}

struct fault *
letter_sign(struct db *db, const struct letter_doer *doer, const struct letter_step *step)
{
	struct signing signing = { doer, step };

	return db_work(db, sign, &signing);
}

static struct fault *
cancel(struct db *db, void *arg)
{
	CLOSING(arena_close) struct arena *arena = NULL;
	const struct signing *signing = arg;
	const struct letter_step *step = signing->step;
	struct letter_row row;
	int64_t id;

	TRY(arena_open(1 << 20, &arena));
	TRY(letter_load(db, arena, step->id, &row));
	TRY(letter_check_row(&row, step->version,
		1u << LETTER_DRAFT | 1u << LETTER_IN_REVIEW | 1u << LETTER_SIGNED));
	TRY(letter_ask_id(db, &letter_cancel_sql,
		VALUES(VALUE(step->id), VALUE(step->version), VALUE(str_trim(step->reason)),
			VALUE(signing->doer->now)),
		&id));
	return letter_tell(db, signing->doer, "letter.voided", step->id, str_trim(step->reason));
}

struct fault *
letter_void(struct db *db, const struct letter_doer *doer, const struct letter_step *step)
{
	struct signing signing = { doer, step };

	if (!str_trim(step->reason).len || utf8_count(step->reason) > LETTER_REASON_MOST)
		return fault_new(FAULT_INPUT, "letter_reason", "请写明作废的理由，%d 字以内。",
			"Give the reason, within %d characters.", LETTER_REASON_MOST);
	return db_work(db, cancel, &signing);
}

/* --- files --- */

struct filing_away {
	const struct letter_doer *doer;
	int64_t id;
	struct digest docx;
	struct digest pdf;
};

static struct fault *
put_files(struct db *db, void *arg)
{
	const struct filing_away *files = arg;
	int64_t changed = 0;

	TRY(db_run(db, &letter_put_files_sql,
		VALUES(VALUE(files->id), VALUE(str_of(files->docx.at)),
			VALUE(str_of(files->pdf.at))),
		&changed));
	return changed ? letter_tell(db, files->doer, "letter.filed", files->id, STR("")) : NULL;
}

static struct fault *
print(struct blob_store *store, struct arena *arena, const struct letter *letter,
	struct filing_away *files)
{
	CLOSING(buf_done) struct buf bytes;
	struct doc doc;

	buf_init(&bytes, DOC_MOST_BYTES);
	TRY(letter_make_doc(arena, letter, &doc));
	TRY(doc_write_docx(&doc, &bytes));
	TRY(blob_save(store, buf_str(&bytes), &files->docx));
	buf_clear(&bytes);
	TRY(doc_write_pdf(&doc, &bytes));
	return blob_save(store, buf_str(&bytes), &files->pdf);
}

struct fault *
letter_make_files(struct db *db, struct blob_store *store, const struct letter_doer *doer,
	struct arena *arena, int64_t id, struct letter_row *ret_row)
{
	struct filing_away files = { .doer = doer, .id = id };
	struct letter_findings findings;
	struct letter letter;
	struct letter_row row;

	TRY(letter_load(db, arena, id, &row));
	if (!row.docx.at[0]) {
		if (!row.serial)
			return letter_check_row(&row, row.version, 0);
		TRY(letter_load_filled(db, doer->keys, arena, id, doer->today, &letter, &findings));
		TRY(print(store, arena, &letter, &files));
		TRY(db_work(db, put_files, &files));
		TRY(letter_load(db, arena, id, &row));
	}
	*ret_row = row;
	return NULL;
}
