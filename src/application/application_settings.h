/*
 * What an administrator may choose about applications, for program/ and the pages of this room.
 * Settings of letters are letter/'s.
 */
#ifndef APPLICATION_APPLICATION_SETTINGS_H
#define APPLICATION_APPLICATION_SETTINGS_H

#include "application/application_guard.h"
#include "setting/setting.h"

struct db;

extern const struct setting *const application_settings[];

/* How much work the public form asks for. */
MUST struct fault *application_setting_guard(
	struct db *db, struct arena *arena, enum application_guard_level *ret_level);

/* When reminders are sent: the hour, and how many working days before the due day. */
struct application_remind_setting {
	int hour;
	int first;
	int second;
};
MUST struct fault *application_setting_remind(
	struct db *db, struct application_remind_setting *ret_setting);

/* Where other systems are told; empty: nowhere. The key of the signature; empty: none. */
MUST struct fault *application_setting_call(
	struct db *db, struct arena *arena, struct str *ret_address);
MUST struct fault *application_setting_call_secret(struct db *db, const struct seal_keys *keys,
	struct arena *arena, struct secret *ret_secret);

#endif
