/*
 * Wrong on purpose. Not for building.
 */
