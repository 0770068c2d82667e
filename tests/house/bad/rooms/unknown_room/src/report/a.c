/*
 * Wrong on purpose. Not for building.
 */
#include "weather/weather.h"
