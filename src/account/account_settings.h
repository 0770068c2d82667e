/*
 * What an installation may choose about signing in, as declared settings, and the policy made of
 * them. The defaults are those of account_usual_policy.
 */
#ifndef ACCOUNT_ACCOUNT_SETTINGS_H
#define ACCOUNT_ACCOUNT_SETTINGS_H

#include "account/account_rules.h"
#include "setting/setting.h"

extern const struct setting *const account_settings[];

/* The policy as it is set now; what no setting names is as usual. See account_gate_follow(). */
MUST struct fault *account_load_policy(
	struct db *db, struct arena *arena, struct account_policy *ret_policy);

#endif
