/*
 * People from an uploaded list: first what would happen with each row, then all of it or nothing.
 * Roles are not in the list; they are given by the security administrator.
 */
#ifndef ACCOUNT_ACCOUNT_IMPORT_H
#define ACCOUNT_ACCOUNT_IMPORT_H

#include "account/account_work.h"

enum { ACCOUNT_IMPORT_MOST = 2000 };

/* One row; `problem` is empty when the row is fine. */
struct account_import_row {
	int number;
	struct account_facts facts;
	struct str agency;
	struct str problem;
	struct str problem_en;
	struct account_token token; /* of the link, after account_import_apply() */
};

struct account_import {
	struct account_import_row *rows;
	size_t count;
	size_t bad_count;
};

/*
 * Read a CSV or Excel file with the columns 登录名 姓名 机关 and, where they are wanted, 邮箱 电话
 * 有效期起日 有效期止日, in any order. Faults INPUT "account_import_head" (no row of headings),
 * "account_import_empty"; those of doc_sheet_read().
 */
MUST struct fault *account_import_read(
	struct str name, struct str bytes, struct arena *arena, struct account_import *ret_import);
/* Judge each row as if it were added by the doer; nothing is written. */
MUST struct fault *account_import_check(struct db *db, struct arena *arena,
	const struct account_doer *doer, struct account_import *import);
/* Add them all, each with a link to set the password. INPUT "account_import_bad" and nothing
 * written when one row is not fine. */
MUST struct fault *account_import_apply(struct account_gate *gate, struct db *db,
	struct arena *arena, const struct account_doer *doer, struct account_import *import);

#endif
