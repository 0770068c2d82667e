/*
 * A form that was sent before and comes again with other words: what was taken the first time, and
 * what of this time was not. The first stays as it is; nothing is stored here.
 */
#include <string.h>

#include "reception/reception_repeat.h"

/* --- lines --- */

struct comparing {
	struct http_request *request;
	const struct http_form *form;
	struct reception_repeat *repeat;
	struct html_stale_row *rows;
};

enum { MOST_ROWS = 24 };

static struct str
label_of(const struct comparing *comparing, const char *name)
{
	for (size_t i = 0; i < comparing->form->count; i++)
		if (strcmp(comparing->form->fields[i].name, name) == 0)
			return str_of(http_say(comparing->request, comparing->form->fields[i].zh,
				comparing->form->fields[i].en));
	return str_of(name);
}

static void
put(struct comparing *comparing, const char *name, struct str first, struct str now)
{
	first = str_trim(first);
	now = str_trim(now);
	if (str_equal(first, now) || comparing->repeat->count == MOST_ROWS)
		return;
	comparing->rows[comparing->repeat->count++] =
		(struct html_stale_row){ label_of(comparing, name), first, now };
}

/* Whoever sits at a shared computer may have gone back to this form: of the applicant only what was
 * typed now is shown. */
static void
put_personal(struct comparing *comparing, const char *name, struct str first, struct str now)
{
	size_t before = comparing->repeat->count;

	put(comparing, name, first, now);
	if (comparing->repeat->count > before)
		comparing->rows[before].theirs = STR("（第一次填写的，这里不显示）");
}

static void
put_word(struct comparing *comparing, const char *name, const struct application_word *words,
	int first, int now)
{
	const struct application_word *old = application_word_of(words, first);
	const struct application_word *new = application_word_of(words, now);

	put(comparing, name, str_of(old ? old->zh : ""), str_of(new ? new->zh : ""));
}

/* --- the parts --- */

static void
compare_applicant(struct comparing *comparing, const struct application_applicant *first,
	const struct application_applicant *now)
{
	put_word(comparing, "applicant_kind", application_applicant_words, (int)first->kind,
		(int)now->kind);
	put_personal(comparing, "name", first->name, now->name);
	put_personal(comparing, "proof_kind", first->proof_kind, now->proof_kind);
	put_personal(comparing, "proof_number", first->proof_number, now->proof_number);
	put_personal(comparing, "contact", first->contact, now->contact);
	put_personal(comparing, "phone", first->phone, now->phone);
	put_personal(comparing, "mail", first->mail, now->mail);
	put_personal(comparing, "address", first->address, now->address);
	put_personal(comparing, "postcode", first->postcode, now->postcode);
}

static void
compare_matter(struct comparing *comparing, const struct application *first,
	const struct application_intake *now)
{
	put_word(comparing, "kind", application_kind_words, (int)first->kind, (int)now->kind);
	/* Without a title the program made one of the description. */
	if (str_trim(now->title).len)
		put(comparing, "title", first->title, now->title);
	put(comparing, "description", first->description, now->description);
	put_word(comparing, "wanted_form", application_form_words, (int)first->wanted_form,
		(int)now->wanted_form);
	put_word(comparing, "wanted_way", application_way_words, (int)first->wanted_way,
		(int)now->wanted_way);
	put(comparing, "help", first->help, now->help);
}

/* Proofs are sealed anew each time, so they are known by their names. */
static bool
is_there(const struct application_files *first, const struct application_file *file)
{
	for (size_t i = 0; i < first->count; i++)
		if (file->kind == APPLICATION_FILE_PROOF
				? str_equal(first->items[i].name, file->name)
				: str_equal(first->items[i].digest, file->digest))
			return true;
	return false;
}

static void
compare_files(struct comparing *comparing, const struct application_files *first,
	const struct application_intake *now)
{
	for (size_t i = 0; i < now->file_count; i++) {
		const struct application_file *file = &now->files[i];
		bool is_proof = file->kind == APPLICATION_FILE_PROOF;

		if (!is_there(first, file))
			put(comparing, is_proof ? "proof" : "files", STR("（没有这份文件）"),
				file->name);
	}
}

struct fault *
reception_repeat_make(struct http_request *request, const struct http_form *form,
	const struct application_intake *intake, const struct application_receipt *receipt,
	struct reception_repeat *ret_repeat)
{
	struct comparing comparing = { request, form, ret_repeat, NULL };
	struct application_applicant who;
	struct application_files files;

	*ret_repeat = (struct reception_repeat){ .receipt = *receipt };
	TAKE(request->arena, comparing.rows, MOST_ROWS);
	ret_repeat->rows = comparing.rows;
	TRY(application_load(request->db, request->arena, receipt->id, &ret_repeat->one));
	/* Personal data may be gone at their time: then there is nothing to compare. */
	if (!ret_repeat->one.sealed.len)
		return NULL;
	TRY(application_open_applicant(
		account_keys(request), request->arena, &ret_repeat->one, &who));
	TRY(application_load_files(request->db, request->arena, receipt->id, &files));
	compare_matter(&comparing, &ret_repeat->one, intake);
	compare_applicant(&comparing, &who, &intake->applicant);
	compare_files(&comparing, &files, intake);
	if (ret_repeat->one.agency_id != intake->agency_id)
		put(&comparing, "agency", ret_repeat->one.agency_name, STR("另一个机关"));
	put_word(&comparing, "channel", application_channel_words, (int)ret_repeat->one.channel,
		(int)intake->arrival.channel);
	return NULL;
}
