/* Runs a tool on wrong input and looks at what it says. */
#ifndef TESTS_REFUSE_H
#define TESTS_REFUSE_H

#include "../unit/test.h"

#include "base/buf.h"

/* Run a program; both its outputs go to `ret_said`. The exit status, or -1 when it was killed. */
int refuse_run(const char *const argv[], struct buf *ret_said);

/* A path made of parts, kept until the next eight are made. */
const char *refuse_path(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* An environment variable that meson sets for these tests. */
const char *refuse_setting(const char *name);

#endif
