/*
 * The form of an application as it is drawn and read: by the public page and by the page on which
 * officers enter what arrived otherwise. Nothing here is stored; what an application must say is
 * application_intake_check().
 */
#ifndef RECEPTION_RECEPTION_FORM_H
#define RECEPTION_RECEPTION_FORM_H

#include "agency/agency.h"
#include "application/application_page.h"
#include "reception/reception_guard.h"
#include "reception/reception_repeat.h"

enum { RECEPTION_FORM_PROOFS = 6, RECEPTION_FORM_FILES = 10 };

/* Every field of both forms; each page looks at its own. Ends with { 0 }. */
extern const struct http_field reception_form_fields[];
extern const struct http_choice reception_form_proofs[];

/* Invariant: form_key is 32 hexadecimal digits, the same as long as the form is redrawn. */
struct reception_form_view {
	const struct html_shell *shell;
	const struct http_form *form; /* NULL before anything was typed */
	struct html_mistakes mistakes;
	struct str form_key;
	bool is_desk;                          /* for an officer */
	const struct reception_repeat *repeat; /* sent before with other words; NULL: it was not */
	bool asks_sure;                        /* the number of the proof looks wrong */
	struct application_kept_files kept;
	bool has_guard;
	struct reception_guard guard;
	bool is_solved; /* the guard needs no second answer */
	const struct http_choice *proofs;
};

/* A new form with a new name. */
MUST struct fault *reception_form_begin(
	struct http_request *request, struct reception_form_view *view);
/*
 * What was typed, as an intake without agency and arrival; mistakes are in form->errors then.
 * `files` are those of this request and the ones kept since the last try.
 */
MUST struct fault *reception_form_read(struct http_request *request, struct http_form *form,
	struct application_intake *ret_intake, struct application_uploads *ret_files);
/* The mistakes of an intake onto its fields, and a number that fails its check digit unless the
 * visitor said that it is right. Proofs among the files count, though they are not stored yet. */
MUST struct fault *reception_form_check(struct http_request *request, struct http_form *form,
	const struct application_intake *intake, const struct application_uploads *files,
	struct reception_form_view *view);
/* Store the files and put them into the intake. INPUT "application_file", also for a proof that is
 * neither picture nor PDF. */
MUST struct fault *reception_form_store(struct http_request *request,
	const struct application_hands *hands, const struct application_uploads *files,
	struct application_intake *intake);
/* A mistake of work over the form; our own trouble goes on. When it is about a file, none is kept.
 */
MUST struct fault *reception_form_tell(struct http_request *request, struct http_reply *reply,
	struct application_uploads *files, struct reception_form_view *view, struct fault *fault);

/* For templates: what was typed, and what is wrong with it. */
struct str reception_form_typed(const struct reception_form_view *view, const char *name);
struct str reception_form_wrong(const struct reception_form_view *view, const char *name);
bool reception_form_is(
	const struct reception_form_view *view, const char *name, const char *value, bool is_usual);

#endif
