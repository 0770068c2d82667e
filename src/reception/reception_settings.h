/*
 * What an administrator may choose about the public form. The guard itself is reception_guard.h.
 */
#ifndef RECEPTION_RECEPTION_SETTINGS_H
#define RECEPTION_RECEPTION_SETTINGS_H

#include "reception/reception_guard.h"
#include "setting/setting.h"

struct db;

extern const struct setting *const reception_settings[];

/* How much work the public form asks for. */
MUST struct fault *reception_setting_guard(
	struct db *db, struct arena *arena, enum reception_guard_level *ret_level);

#endif
