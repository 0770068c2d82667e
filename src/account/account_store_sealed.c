/*
 * Which columns of accounts are sealed; db_reseal_batch() does the rest.
 * The places must be those that account_store.c and account_work_self.c seal for.
 */
#include "account/account_sealed.h"
#include "account/account_sealed_statements.h"

const struct db_reseal_column account_sealed_columns[] = {
	{ "account.phone", &account_sealed_phone_some_sql, &account_sealed_phone_put_sql },
	{ "account.mail", &account_sealed_mail_some_sql, &account_sealed_mail_put_sql },
	{ "account.second_factor", &account_sealed_second_factor_some_sql,
		&account_sealed_second_factor_put_sql },
	{ "account.second_factor_next", &account_sealed_second_factor_next_some_sql,
		&account_sealed_second_factor_next_put_sql },
	{ 0 },
};
