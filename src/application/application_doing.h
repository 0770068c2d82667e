/*
 * One act while it is done: shared by the engine (application_work.c) and the effects of acts.
 * Nothing outside the room sees it.
 */
#ifndef APPLICATION_APPLICATION_DOING_H
#define APPLICATION_APPLICATION_DOING_H

#include "application/application_inside.h"

/* Invariant: everything but `hands`, `given` and `arena` is made anew on each try of the work. */
struct application_deed {
	const struct application_hands *hands;
	const struct application_doing *given;
	struct arena *arena;
	bool is_own; /* by the applicant, for whom number and code stood in */
	const struct application_act_rule *rule;
	struct application application;
	struct application_act_facts facts;
	struct application_decision decision;
	struct application_event event; /* to be written */
	struct day day;                 /* of the act */
	int64_t replaces;               /* the entry in whose place this one stands; 0: none */
	struct application_done done;
};

/* What an act changes besides state, event and clock. */
typedef struct fault *application_effect_fn(struct db *db, struct application_deed *deed);
/* NULL for an act that changes nothing else. */
application_effect_fn *application_effect_of(enum application_act act);

/* Effects of the reply's way: application_reply_effects.c */
application_effect_fn application_effect_send_to_review;
application_effect_fn application_effect_agree;
application_effect_fn application_effect_sign;
application_effect_fn application_effect_send_back;
application_effect_fn application_effect_deliver;
application_effect_fn application_effect_delivery_signed;
application_effect_fn application_effect_withdraw;
application_effect_fn application_effect_redo;
application_effect_fn application_effect_archive;
application_effect_fn application_effect_remove;
/* Effects on several cases: application_several_effects.c */
application_effect_fn application_effect_split;
application_effect_fn application_effect_merge;

/* Legal counsel: application_counsel_effects.c */
application_effect_fn application_effect_ask_counsel;
application_effect_fn application_effect_counsel_says;
/* given->which_id must be an opinion of that sort; the event's value becomes it. INPUT. */
MUST struct fault *application_find_opinion(
	struct db *db, struct application_deed *deed, bool is_counsel);

/* Load, check, do and tell one act, in a db_work(); `arg` is the deed: application_work.c */
MUST struct fault *application_do_deed(struct db *db, void *arg);

/* The letter that goes out with the act, written, signed and numbered: application_letters.c */
MUST struct fault *application_put_letter(struct db *db, struct application_deed *deed);

/* A notice for one, with the case's number, title and address; none to who does the act. */
MUST struct fault *application_tell_one(
	struct db *db, struct application_deed *deed, int64_t account_id, struct str says);
/* A notice for everybody who holds the role there, with the case's address. */
MUST struct fault *application_tell_holders(
	struct db *db, struct application_deed *deed, unsigned role, struct str says);

/* The stored events and one more, in the order of days: application_foresee.c */
MUST struct fault *application_events_with(struct arena *arena,
	const struct application_events *events, const struct application_event *event,
	struct application_events *ret_events);
/* Last day to pay when the notice was received then, as application_term_end().
 * Law: 国办函〔2020〕109号: 20 working days from the day after. */
MUST struct fault *application_fee_due(
	struct db *db, struct str path, struct day delivered, struct day *ret_due);
/* The notice of a fee was received that day: its term begins. *ret_is_taken false when none waits
 * for its receipt. */
MUST struct fault *application_take_notice(struct db *db, struct arena *arena,
	const struct application *application, struct day day, bool *ret_is_taken);
/* The fee as it would be notified on that day; fen 0: nothing to pay. Its term begins when the
 * notice is received. */
MUST struct fault *application_make_fee(struct db *db, struct arena *arena,
	const struct application *application, const struct application_doing *given,
	struct day day, struct application_fee *ret_fee);

/* INPUT when something that the act wants is missing or does not fit (application_given.c). */
MUST struct fault *application_check_given(const struct application_deed *deed);
/* INPUT "application_backdate" when the deed's day lies before today without a reason. */
MUST struct fault *application_check_backdate(const struct application_deed *deed);
/* Changing the day of an entry: application_mend_effects.c */
application_effect_fn application_effect_void_event;

#endif
