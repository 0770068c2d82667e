/* What every cmocka test includes, in the order that cmocka needs. */
#ifndef TESTS_TEST_H
#define TESTS_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/fault.h"
#include "base/str.h"

/* A call that must succeed; prints the fault when it does not. */
#define FINE(call)                                                                                 \
	do {                                                                                       \
		struct fault *fault_of_test_ = (call);                                             \
		if (fault_of_test_)                                                                \
			fail_msg("%s: %s (%s)", fault_of_test_->code, fault_of_test_->en,          \
				fault_of_test_->detail);                                           \
	} while (0)

/* A call that must fail with this code. */
#define FAILS(call, wanted)                                                                        \
	do {                                                                                       \
		struct fault *fault_of_test_ = (call);                                             \
		if (!fault_of_test_)                                                               \
			fail_msg("no fault, wanted %s", wanted);                                   \
		assert_string_equal(fault_of_test_->code, wanted);                                 \
	} while (0)

#define SAME_TEXT(text, wanted)                                                                    \
	do {                                                                                       \
		struct str text_of_test_ = (text);                                                 \
		if (!str_equal(text_of_test_, str_of(wanted)))                                     \
			fail_msg("\"%.*s\" is not \"%s\"", STR_ARG(text_of_test_), wanted);        \
	} while (0)

#endif
