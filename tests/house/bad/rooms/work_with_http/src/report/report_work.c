/*
 * Wrong on purpose. Not for building.
 */
#include "http/http.h"
