/*
 * Wrong on purpose. Not for building.
 */
/* strcpy here is fine */
void *f = strcpy;
