/*
 * The list itself. What is done with it stands in command_keys.c.
 */
#include "program/sealed.h"

#include "account/account_sealed.h"
#include "application/application_store.h"
#include "letter/letter_work.h"
#include "mail/mail.h"
#include "setting/setting.h"

const struct db_reseal_column *const program_sealed_columns[] = { account_sealed_columns,
	application_sealed_columns, letter_sealed_columns, mail_sealed_columns,
	setting_sealed_columns, NULL };
