/*
 * Every sealed column of the program, by the lists of the rooms that own them. A new room with
 * sealed columns gets a line in sealed.c; a test compares this list with the schema.
 */
#ifndef PROGRAM_SEALED_H
#define PROGRAM_SEALED_H

#include "db/db_reseal.h"

/* Lists that each end with { 0 }; NULL after the last. */
extern const struct db_reseal_column *const program_sealed_columns[];

#endif
