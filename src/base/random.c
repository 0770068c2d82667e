/*
 * Random bytes from getrandom(2). Without it the program must not go on.
 */
#include "base/random.h"

#include <assert.h>
#include <sys/random.h>

struct random_name
random_name(void)
{
	static const char hex[] = "0123456789abcdef";
	unsigned char raw[16];
	struct random_name name;
	ssize_t got = getrandom(raw, sizeof raw, 0);

	assert(got == (ssize_t)sizeof raw);
	for (size_t i = 0; i < sizeof raw; i++) {
		name.at[2 * i] = hex[raw[i] >> 4];
		name.at[2 * i + 1] = hex[raw[i] & 15];
	}
	name.at[32] = '\0';
	return name;
}
