/*
 * A house with two agencies and a gate whose hashes are quick, and people who come and go. Nothing
 * is tested here.
 */
#ifndef TESTS_STORE_PEOPLE_HELP_H
#define TESTS_STORE_PEOPLE_HELP_H

#include "account/account_inside.h"
#include "twin.h"

/* Two passwords that every rule takes. */
#define PEOPLE_GOOD "lantern river 48 spade"
#define PEOPLE_OTHER "copper window 91 heron"

/* Two networks, and the command line. */
extern const struct account_place people_office, people_abroad;
extern const struct account_doer people_console;

/* What a test starts with; the county stands below the city. */
struct people_house {
	struct twin *twin;
	struct db *db;
	struct arena *arena;
	struct seal_keys *keys;
	struct account_gate *gate;
	int64_t city;
	int64_t county;
};
/* `options` may be NULL; keys and the cost of hashes are filled in. */
void people_open(
	struct twin *twin, const struct account_gate_options *options, struct people_house *house);
void people_close(struct people_house *house);

/* With the password PEOPLE_GOOD, and a mail address made of the login. */
int64_t people_add(struct people_house *house, const char *login, int64_t agency_id);
int64_t people_add_without_password(
	struct people_house *house, const char *login, int64_t agency_id);
void people_give(struct people_house *house, int64_t id, enum account_role role, int64_t agency_id);
struct account_signed people_sign_in(struct people_house *house, const char *login,
	const char *password, const struct account_place *place);
/* Signed in completely; the doer of what that person then does. */
struct account_doer people_enter(
	struct people_house *house, const char *login, struct account_session *session);
bool people_has_session(
	struct people_house *house, const char *token, struct account_session *session);
/* How many lines of the audit tell this deed. */
size_t people_count_deeds(struct people_house *house, const char *deed);

#endif
