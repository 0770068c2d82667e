/*
 * The sealed columns of accounts, for the rotation of keys (program/). Ends with { 0 }.
 */
#ifndef ACCOUNT_ACCOUNT_SEALED_H
#define ACCOUNT_ACCOUNT_SEALED_H

#include "db/db_reseal.h"

extern const struct db_reseal_column account_sealed_columns[];

#endif
