/*
 * Where applications come in and applicants follow them: the public form, entry by an officer,
 * progress, and the status as JSON. What officers do with a case is casework/'s.
 */
#ifndef RECEPTION_RECEPTION_PAGE_H
#define RECEPTION_RECEPTION_PAGE_H

#include "http/http.h"

extern const struct route reception_apply_routes[];
extern const struct route reception_progress_routes[];
extern const struct route reception_api_routes[];
extern const struct route reception_entry_routes[];

#endif
