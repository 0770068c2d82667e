/*
 * The counts of failures of signing in, as keyed marks of logins, networks and addresses. Which of
 * them stand in the way is decided in account_network_rules.c; attempts themselves are elsewhere.
 */
#include <stdio.h>

#include "account/account_inside.h"

enum { ADDRESS_V4 = 32, ADDRESS_V6 = 64 };

/* Of login and network, as one text. Neither holds a line end. */
static struct fault *
mark_pair(const struct account_gate *gate, const char *kind, struct str head,
	const struct account_network *network, struct digest *ret_mark)
{
	char text[200];

	snprintf(text, sizeof text, "%.*s\n%s", STR_ARG(head), network->at);
	return account_mark(gate, kind, str_of(text), ret_mark);
}

static struct fault *
login_mark(const struct account_gate *gate, struct str login, struct digest *ret_mark)
{
	return account_mark(gate, "sign_in.login", login, ret_mark);
}

struct fault *
account_marks_make(const struct account_gate *gate, struct db *db, int64_t account_id,
	struct str login, struct str address, struct account_marks *ret_marks)
{
	const struct account_policy *policy = account_gate_policy(gate);
	struct account_network network =
		account_network_of(address, policy->network_v4, policy->network_v6);
	/* One visitor may own an IPv6 network of 64 bits as a whole. */
	struct account_network single = account_network_of(address, ADDRESS_V4, ADDRESS_V6);
	struct account_marks marks;
	char id[24];

	snprintf(id, sizeof id, "%lld", (long long)account_id);
	TRY(mark_pair(gate, "sign_in.place", login, &network, &marks.counts[ACCOUNT_COUNT_PLACE]));
	TRY(login_mark(gate, login, &marks.counts[ACCOUNT_COUNT_LOGIN]));
	TRY(account_mark(
		gate, "sign_in.address", str_of(single.at), &marks.counts[ACCOUNT_COUNT_ADDRESS]));
	TRY(mark_pair(gate, "account.network", str_of(id), &network, &marks.network));
	/* Asked for nobody too, so that it takes as long. */
	TRY(account_store_network(db, account_id, marks.network,
		account_now() - policy->network_forget, &marks.is_usual, &marks.has_any_network));
	*ret_marks = marks;
	return NULL;
}

struct fault *
account_marks_wait(struct db *db, const struct account_marks *marks, int64_t now, int64_t *ret_wait)
{
	int64_t until[ACCOUNT_COUNTS];

	for (int count = 0; count < ACCOUNT_COUNTS; count++) {
		struct account_delay_row row;

		TRY(account_store_delay(db, marks->counts[count], &row));
		until[count] = row.until;
	}
	*ret_wait = account_wait(until, marks->is_usual, now);
	return NULL;
}

static struct fault *
blame_one(const struct account_policy *policy, struct db *db, const struct account_marks *marks,
	enum account_count count, int64_t now)
{
	struct account_delay_row row;

	TRY(account_store_delay(db, marks->counts[count], &row));
	if (row.last_at < now - policy->delay_forget)
		row.failures = 0;
	row.failures++;
	row.last_at = now;
	row.until = now + account_delay(policy, account_count_free(policy, count), row.failures);
	if (count != ACCOUNT_COUNT_ADDRESS)
		row.login_mark = marks->counts[ACCOUNT_COUNT_LOGIN];
	return account_store_save_delay(db, marks->counts[count], &row);
}

struct fault *
account_marks_blame(const struct account_gate *gate, struct db *db,
	const struct account_marks *marks, int64_t now)
{
	const struct account_policy *policy = account_gate_policy(gate);

	TRY(account_store_forget_delays(db, now - policy->delay_forget));
	for (int count = 0; count < ACCOUNT_COUNTS; count++)
		if (account_count_applies((enum account_count)count, marks->is_usual))
			TRY(blame_one(policy, db, marks, (enum account_count)count, now));
	return NULL;
}

struct fault *
account_marks_praise(const struct account_gate *gate, struct db *db,
	const struct account_marks *marks, const struct account_lock *lock, int64_t now)
{
	const struct account_policy *policy = account_gate_policy(gate);

	TRY(account_store_drop_delay(db, marks->counts[ACCOUNT_COUNT_PLACE]));
	/* What strangers elsewhere tried goes on counting while the owner is where he always is. */
	if (!marks->is_usual)
		TRY(account_store_drop_delay(db, marks->counts[ACCOUNT_COUNT_LOGIN]));
	/* Of the very first network there is nothing to tell. */
	if (!marks->is_usual && marks->has_any_network && policy->tells_network)
		TRY(account_tell_owner(db, lock, &account_letter_network));
	return account_store_note_network(
		db, lock->id, marks->network, now, now - policy->network_forget);
}

struct fault *
account_marks_clear(const struct account_gate *gate, struct db *db, struct str login)
{
	struct digest mark;

	TRY(login_mark(gate, login, &mark));
	return account_store_drop_login_delays(db, mark);
}
