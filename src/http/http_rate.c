/*
 * So many requests a minute for each client address: token buckets in a table of fixed size.
 * Addresses are kept in memory only, as long as nobody needs their place, and are never logged.
 */
#include <arpa/inet.h>

#include "base/memory.h"
#include "base/random.h"
#include "base/steady.h"
#include "http/http_inside.h"

enum { WAYS = 8, SETS = 1024, TOKEN = 60000 };

/* Invariants: level <= burst * TOKEN; a place with key 0 is free. */
struct bucket {
	uint64_t key;
	int64_t level; /* in 1/TOKEN requests, so that a millisecond adds per_minute of them */
	int64_t since; /* when level was right */
};

struct rate_table {
	pthread_mutex_t lock;
	uint64_t seed;
	int64_t burst;
	int64_t per_minute;
	struct bucket buckets[SETS][WAYS];
};

struct fault *
http_rate_open(unsigned burst, unsigned per_minute, struct rate_table **ret_table)
{
	struct rate_table *table = memory_take(sizeof *table);
	struct random_name name = random_name();

	if (!table)
		return fault_memory();
	pthread_mutex_init(&table->lock, NULL);
	memcpy(&table->seed, name.at, sizeof table->seed);
	table->seed |= 1;
	table->burst = burst ? burst : 1;
	table->per_minute = per_minute ? per_minute : 1;
	*ret_table = table;
	return NULL;
}

void
http_rate_close(struct rate_table **table)
{
	if (!*table)
		return;
	pthread_mutex_destroy(&(*table)->lock);
	memory_give(*table);
	*table = NULL;
}

/* An IPv4 address whole, of an IPv6 address the network (64 bits), which one visitor may own; any
 * other name by all its bytes. */
static uint64_t
key_of(const struct rate_table *table, struct str client)
{
	char text[INET6_ADDRSTRLEN] = "";
	unsigned char bytes[16] = { 0 };
	uint64_t key = 0;

	if (client.len < sizeof text && client.len)
		memcpy(text, client.at, client.len);
	if (inet_pton(AF_INET6, text, bytes) == 1) {
		memcpy(&key, bytes, sizeof key);
	} else if (inet_pton(AF_INET, text, bytes) == 1) {
		memcpy(&key, bytes, 4);
		key = key << 16 | 4;
	} else {
		for (size_t i = 0; i < client.len; i++)
			key = (key ^ (unsigned char)client.at[i]) * 0x100000001B3u;
	}
	key = (key ^ table->seed) * 0x9E3779B97F4A7C15u;
	key ^= key >> 32;
	return key ? key : 1;
}

/* The client's bucket, or the one of its set that was left alone longest, made new. */
static struct bucket *
find_bucket(struct rate_table *table, uint64_t key, int64_t now)
{
	struct bucket *set = table->buckets[key % SETS];
	struct bucket *oldest = &set[0];

	for (size_t i = 0; i < WAYS; i++) {
		if (set[i].key == key)
			return &set[i];
		if (oldest->key && (!set[i].key || set[i].since < oldest->since))
			oldest = &set[i];
	}
	*oldest = (struct bucket){ .key = key, .level = table->burst * TOKEN, .since = now };
	return oldest;
}

bool
http_rate_take(struct rate_table *table, struct str client, int64_t now, unsigned *ret_wait)
{
	uint64_t key = key_of(table, client);
	struct bucket *bucket;
	int64_t passed;
	bool is_fine;

	pthread_mutex_lock(&table->lock);
	bucket = find_bucket(table, key, now);
	passed = now > bucket->since ? now - bucket->since : 0;
	/* More than a day fills any bucket, and the product must stay small. */
	if (passed > 86400000)
		passed = 86400000;
	bucket->level += passed * table->per_minute;
	if (bucket->level > table->burst * TOKEN)
		bucket->level = table->burst * TOKEN;
	bucket->since = now;
	is_fine = bucket->level >= TOKEN;
	if (is_fine)
		bucket->level -= TOKEN;
	*ret_wait =
		is_fine ? 0 : (unsigned)((TOKEN - bucket->level) / table->per_minute / 1000 + 1);
	pthread_mutex_unlock(&table->lock);
	return is_fine;
}

struct fault *
http_limit(struct http_request *request, struct str who)
{
	unsigned *wait = &request->wait;

	if (http_rate_take(request->http->rate, who, steady_milliseconds(), wait))
		return NULL;
	return fault_new(FAULT_LIMIT, "http_rate", "操作过于频繁。请在 %u 秒后再试。",
		"Too many requests. Try again in %u seconds.", *wait);
}
