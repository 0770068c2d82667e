/*
 * Where failures of signing in count, and which counts stand in the way of an attempt. How long a
 * count makes one wait is account_delay()'s; rows are account_store_session.c's.
 */
#include <arpa/inet.h>
#include <stdio.h>

#include "account/account_rules.h"

/* The bits beyond the first `kept` are taken away. */
static void
mask_bytes(unsigned char *bytes, int count, int kept)
{
	for (int i = 0; i < count; i++, kept -= 8)
		if (kept <= 0)
			bytes[i] = 0;
		else if (kept < 8)
			bytes[i] &= (unsigned char)(0xFF << (8 - kept));
}

static void
write_network(int family, unsigned char *bytes, int kept, struct account_network *network)
{
	char text[INET6_ADDRSTRLEN];

	mask_bytes(bytes, family == AF_INET ? 4 : 16, kept);
	inet_ntop(family, bytes, text, sizeof text);
	snprintf(network->at, sizeof network->at, "%s/%d", text, kept);
}

struct account_network
account_network_of(struct str address, int bits_v4, int bits_v6)
{
	/* As a proxy with an IPv6 socket writes IPv4 visitors, all of them would be one network. */
	static const unsigned char mapped[12] = { [10] = 0xFF, [11] = 0xFF };
	struct account_network network = { "" };
	unsigned char bytes[sizeof(struct in6_addr)];
	char text[INET6_ADDRSTRLEN];

	/* What is no address, such as none, is one network of its own. */
	if (!address.len || address.len >= sizeof text)
		return network;
	memcpy(text, address.at, address.len);
	text[address.len] = '\0';
	if (inet_pton(AF_INET, text, bytes) == 1)
		write_network(AF_INET, bytes, bits_v4, &network);
	else if (inet_pton(AF_INET6, text, bytes) != 1)
		return network;
	else if (memcmp(bytes, mapped, sizeof mapped) == 0)
		write_network(AF_INET, bytes + sizeof mapped, bits_v4, &network);
	else
		write_network(AF_INET6, bytes, bits_v6, &network);
	return network;
}

int
account_count_free(const struct account_policy *policy, enum account_count count)
{
	switch (count) {
	case ACCOUNT_COUNT_PLACE:
		return policy->delay_after;
	case ACCOUNT_COUNT_LOGIN:
		return policy->delay_after_login;
	case ACCOUNT_COUNT_ADDRESS:
	case ACCOUNT_COUNTS:
		break;
	}
	return policy->delay_after_address;
}

bool
account_count_applies(enum account_count count, bool is_usual)
{
	/* Strangers elsewhere fill the count of the login, so it must not keep the owner away from
	 * where he always signs in; there the strict count of that network alone bounds guesses. */
	return count != ACCOUNT_COUNT_LOGIN || !is_usual;
}

int64_t
account_wait(const int64_t until[ACCOUNT_COUNTS], bool is_usual, int64_t now)
{
	int64_t latest = now;

	for (int count = 0; count < ACCOUNT_COUNTS; count++)
		if (account_count_applies((enum account_count)count, is_usual) &&
			until[count] > latest)
			latest = until[count];
	return latest - now;
}
