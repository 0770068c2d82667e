/*
 * What the room's own files share: writing rows, inside a work only. Others change applications
 * through application_work.h.
 */
#ifndef APPLICATION_APPLICATION_INSIDE_H
#define APPLICATION_APPLICATION_INSIDE_H

#include "application/application_store.h"
#include "application/application_work.h"
#include "db/db.h"

/* --- rows: application_store.c --- */

/* A new row with number, events none; *application gets id, year and number. */
MUST struct fault *application_add(struct db *db, struct application *application);
/* Seals who it is and puts the marks that find the same person. */
MUST struct fault *application_seal_applicant(struct db *db, const struct seal_keys *keys,
	struct arena *arena, int64_t id, const struct application_applicant *applicant);
/* A query code of ten letters, made of 20 hexadecimal digits. */
struct application_code {
	char at[16];
};
void application_code_make(const char *hex, struct application_code *ret_code);
/* Keep its mark, and with that end the one before. */
MUST struct fault *application_save_code(struct db *db, const struct seal_keys *keys,
	struct arena *arena, const struct application *application,
	const struct application_code *code);
MUST struct fault *application_save_words(struct db *db, const struct application *application);
/* CONFLICT "application_stale" when somebody else was faster. */
MUST struct fault *application_save_state(struct db *db, struct application *application);
MUST struct fault *application_save_print(
	struct db *db, struct arena *arena, const struct application *application);

MUST struct fault *application_add_event(
	struct db *db, int64_t application_id, struct application_event *event);
/* ABSENT when there is none, or it was voided already. */
MUST struct fault *application_void_event(
	struct db *db, int64_t application_id, int64_t event_id, int64_t voided_by);

/* --- what belongs to a case: application_case_store.c --- */

MUST struct fault *application_add_file_row(
	struct db *db, int64_t application_id, struct application_file *file);
MUST struct fault *application_release_file(
	struct db *db, int64_t application_id, int64_t file_id, bool is_released);
MUST struct fault *application_remove_file(
	struct db *db, int64_t application_id, int64_t file_id, int64_t at);
MUST struct fault *application_add_party(struct db *db, const struct seal_keys *keys,
	struct arena *arena, int64_t application_id, struct application_party *party);
MUST struct fault *application_put_party_letter(struct db *db, const struct seal_keys *keys,
	struct arena *arena, const struct application_party *party);
MUST struct fault *application_save_party(
	struct db *db, int64_t application_id, const struct application_party *party);
MUST struct fault *application_add_opinion(
	struct db *db, int64_t application_id, struct application_opinion *opinion);
MUST struct fault *application_save_opinion(struct db *db, int64_t application_id,
	const struct application_opinion *opinion, int64_t answered_by);
/* A new round when the newest one is signed. CONFLICT "application_stale". */
MUST struct fault *application_save_decision(
	struct db *db, int64_t application_id, struct application_decision *decision, int64_t now);
MUST struct fault *application_mark_decision(
	struct db *db, const struct application_decision *decision);
MUST struct fault *application_add_fee(
	struct db *db, int64_t application_id, struct application_fee *fee);
MUST struct fault *application_save_fee(struct db *db, const struct application_fee *fee);

/* --- the clock: application_clock.c --- */

/* Let the row say what the clock says now: due_on, is_paused, sort_on, is_late,
 * calendar_version. */
MUST struct fault *application_set_clock(
	struct db *db, struct arena *arena, struct application *application, struct day today);

/* The last day of a term of law (a key of clock_terms) that something on `from` begins, under the
 * calendar of now for the agency at `path`. DAY_NONE without `from`, and in a year whose holidays
 * are not known: the term is found when it is asked for again. */
MUST struct fault *application_term_end(
	struct db *db, struct str path, const char *term, struct day from, struct day *ret_day);
/* Last day to answer an inquiry delivered then, likewise.
 * Law: 条例 arts. 32, 34: 15 working days. */
MUST struct fault *application_consult_due(
	struct db *db, struct str path, struct day delivered, struct day *ret_due);

/* INPUT "application_order" when state and clock contradict each other, because the day of an entry
 * does not fit those of others. */
MUST struct fault *application_check_order(
	struct db *db, struct arena *arena, const struct application *application);
MUST struct fault *application_out_of_order(void);
/* The same person, by keyed marks: one name, and no proofs that differ. */
MUST struct fault *application_same_person(
	struct db *db, struct arena *arena, int64_t id, int64_t other_id, bool *ret_is_same);
/* The how-manieth application of this person the agency received in the month of receipt.
 * Law: 国办函〔2020〕109号: each application costs what its own place in the month costs. */
MUST struct fault *application_place_in_month(
	struct db *db, const struct application *application, int64_t *ret_place);

/* The title of an intake: the given one, or the beginning of its description. Pure. */
MUST struct fault *application_intake_title(
	struct arena *arena, const struct application_intake *intake, struct str *ret_title);

#endif
