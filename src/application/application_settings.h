/*
 * What an administrator may choose about telling other systems. What is told is
 * application_call.h.
 */
#ifndef APPLICATION_APPLICATION_SETTINGS_H
#define APPLICATION_APPLICATION_SETTINGS_H

#include "base/seal.h"
#include "setting/setting.h"

struct db;

extern const struct setting *const application_settings[];

/* Where other systems are told; empty: nowhere. The key of the signature; empty: none. */
MUST struct fault *application_setting_call(
	struct db *db, struct arena *arena, struct str *ret_address);
MUST struct fault *application_setting_call_secret(struct db *db, const struct seal_keys *keys,
	struct arena *arena, struct secret *ret_secret);

#endif
