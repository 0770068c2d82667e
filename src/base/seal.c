/*
 * Sealing and opening through libsodium, with the keys in a page of their own.
 * Where keys come from stands in seal_file.c.
 */
#include "base/seal.h"

#include <assert.h>
#include <sodium.h>
#include <sys/mman.h>

#include "base/seal_inside.h"

enum {
	SUITE_XCHACHA20 = 1, /* XChaCha20-Poly1305, the IETF form */
	HEAD = 5,            /* suite and number of the key */
	NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
	MARK = crypto_aead_xchacha20poly1305_ietf_ABYTES,
	MOST_PLACE = 200,
	PAGE = 4096,
};
static_assert(SEAL_EXTRA == HEAD + NONCE + MARK, "the header says how long sealed values are");
static_assert(SEAL_KEY_BYTES == crypto_kdf_KEYBYTES, "a written key feeds the derivation");
static_assert(SEAL_KEY_BYTES == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "a derived key fits");

/* Purposes of derived keys; a number is never used for something else. */
enum { FOR_SEALING = 1, FOR_MARKS = 2 };
static const char derived_for[crypto_kdf_CONTEXTBYTES] = { 'g', 'o', 'n', 'g', 's', 'e', 'a', 'l' };

struct sealing_key {
	int number;
	unsigned char bytes[SEAL_KEY_BYTES];
};

/* Invariants: numbers rise; is_here is true but in a child process, where the page reads as zeros.
 */
struct seal_keys {
	bool is_here;
	int count;
	unsigned char marks[SEAL_KEY_BYTES];
	struct sealing_key at[SEAL_MOST_KEYS];
};
static_assert(sizeof(struct seal_keys) <= PAGE, "the keys fit in their page");

static struct fault *
take_page(struct seal_keys **ret_keys)
{
	void *page = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (page == MAP_FAILED)
		return fault_memory();
	/* Children read zeros. Without this the keys would stand in the cage's memory as well. */
	if (madvise(page, PAGE, MADV_WIPEONFORK) != 0) {
		munmap(page, PAGE);
		return fault_new(FAULT_OUTSIDE, "seal_library",
			"系统内核太旧，不能保护密钥。请使用 Linux 4.14 以上。",
			"The kernel is too old to guard the keys. Use Linux 4.14 or later.");
	}
	/* Not swapped and not dumped where limits allow it; the rest holds without. */
	if (sodium_mlock(page, PAGE) != 0)
		madvise(page, PAGE, MADV_DONTDUMP);
	*ret_keys = page;
	return NULL;
}

struct fault *
seal_open(const char *path, bool is_making, struct seal_keys **ret_keys)
{
	CLOSING(seal_raws_done) struct seal_raws raws = { .count = 0 };
	CLOSING(seal_close) struct seal_keys *keys = NULL;

	TRY(seal_wake());
	TRY(seal_raws_load(path, is_making, &raws));
	TRY(take_page(&keys));
	for (int i = 0; i < raws.count; i++) {
		keys->at[i].number = raws.at[i].number;
		crypto_kdf_derive_from_key(keys->at[i].bytes, SEAL_KEY_BYTES, FOR_SEALING,
			derived_for, raws.at[i].bytes);
	}
	crypto_kdf_derive_from_key(
		keys->marks, SEAL_KEY_BYTES, FOR_MARKS, derived_for, raws.at[0].bytes);
	keys->count = raws.count;
	keys->is_here = true;
	*ret_keys = keys;
	keys = NULL;
	return NULL;
}

void
seal_close(struct seal_keys **keys)
{
	if (!*keys)
		return;
	sodium_munlock(*keys, PAGE); /* and writes zeros */
	munmap(*keys, PAGE);
	*keys = NULL;
}

/* Keys of zeros would seal as well, so a child that forgot to open its own must stop here. */
static struct fault *
check_here(const struct seal_keys *keys)
{
	if (keys->is_here)
		return NULL;
	return fault_new(FAULT_OUTSIDE, "seal_not_here", "这个进程没有密钥。请报告此问题。",
		"This process has no keys. Please report this.");
}

int
seal_newest(const struct seal_keys *keys)
{
	return keys->count ? keys->at[keys->count - 1].number : 0;
}

/* What is authenticated with the value: its head and its place. */
struct bound {
	unsigned char at[HEAD + MOST_PLACE];
	size_t len;
};

static struct bound
bind_place(const unsigned char *sealed_head, struct str place)
{
	struct bound bound = { .len = HEAD + place.len };

	assert(place.len && place.len <= MOST_PLACE);
	memcpy(bound.at, sealed_head, HEAD);
	memcpy(bound.at + HEAD, place.at, place.len);
	return bound;
}

struct fault *
seal_put(const struct seal_keys *keys, struct arena *arena, struct str place, struct str plain,
	struct str *ret_sealed)
{
	const struct sealing_key *key;
	unsigned char *out;
	struct bound bound;

	TRY(check_here(keys));
	key = &keys->at[keys->count - 1];
	if (plain.len > SIZE_MAX - SEAL_EXTRA - 1)
		return fault_memory();
	TAKE(arena, out, plain.len + SEAL_EXTRA);
	out[0] = SUITE_XCHACHA20;
	for (int i = 0; i < 4; i++)
		out[1 + i] = (unsigned char)((unsigned)key->number >> (24 - 8 * i));
	/* Random nonces of 24 bytes never meet, whatever runs on the same key. */
	randombytes_buf(out + HEAD, NONCE);
	bound = bind_place(out, place);
	crypto_aead_xchacha20poly1305_ietf_encrypt(out + HEAD + NONCE, NULL,
		(const unsigned char *)(plain.at ? plain.at : ""), plain.len, bound.at, bound.len,
		NULL, out + HEAD, key->bytes);
	*ret_sealed = (struct str){ (const char *)out, plain.len + SEAL_EXTRA };
	return NULL;
}

int
seal_key_of(struct str sealed)
{
	const unsigned char *at = (const unsigned char *)sealed.at;
	unsigned number = 0;

	if (sealed.len < SEAL_EXTRA || at[0] != SUITE_XCHACHA20)
		return 0;
	for (int i = 0; i < 4; i++)
		number = number << 8 | at[1 + i];
	return number <= SEAL_MOST_NUMBER ? (int)number : 0;
}

static const struct sealing_key *
find_key(const struct seal_keys *keys, int number)
{
	for (int i = 0; i < keys->count; i++)
		if (keys->at[i].number == number)
			return &keys->at[i];
	return NULL;
}

static struct fault *
broken_fault(int number, bool has_key)
{
	struct fault *fault = fault_new(FAULT_OUTSIDE, "seal_broken",
		"加密的内容打不开：密钥不对，或者内容被改动或移动过。请检查密钥文件，必要时从备份恢"
		"复。",
		"A sealed value does not open: the key is another, or the value was changed or "
		"moved. "
		"Check the key file; restore a backup if need be.");

	return fault_detail(fault, "key %d %s", number, has_key ? "is here" : "is not here");
}

struct fault *
seal_take(const struct seal_keys *keys, struct arena *arena, struct str place, struct str sealed,
	struct secret *ret_plain)
{
	const unsigned char *at = (const unsigned char *)sealed.at;
	int number = seal_key_of(sealed);
	const struct sealing_key *key = find_key(keys, number);
	struct bound bound;
	unsigned char *out;
	size_t len;

	TRY(check_here(keys));
	if (sealed.len && at[0] != SUITE_XCHACHA20)
		return fault_detail(
			fault_new(FAULT_OUTSIDE, "seal_suite",
				"加密的内容用了本程序不认识的算法。请改用更新版本的程序。",
				"A sealed value was made with a suite that this program does not "
				"know. Use a newer version."),
			"suite %d", at[0]);
	if (!number || !key)
		return broken_fault(number, false);
	len = sealed.len - SEAL_EXTRA;
	TAKE(arena, out, len + 1);
	bound = bind_place(at, place);
	if (crypto_aead_xchacha20poly1305_ietf_decrypt(out, NULL, NULL, at + HEAD + NONCE,
		    sealed.len - HEAD - NONCE, bound.at, bound.len, at + HEAD, key->bytes) != 0)
		return broken_fault(number, true);
	ret_plain->bytes = (struct str){ (const char *)out, len };
	return NULL;
}

struct fault *
seal_mark(const struct seal_keys *keys, struct str kind, struct str value, struct digest *ret_mark)
{
	unsigned char kind_len = (unsigned char)kind.len;
	crypto_generichash_state state;
	unsigned char raw[32];

	TRY(check_here(keys));
	/* The length first, so that no kind and value run into another pair. */
	assert(kind.len && kind.len <= 255);
	crypto_generichash_init(&state, keys->marks, sizeof keys->marks, sizeof raw);
	crypto_generichash_update(&state, &kind_len, 1);
	crypto_generichash_update(&state, (const unsigned char *)kind.at, kind.len);
	crypto_generichash_update(
		&state, (const unsigned char *)(value.at ? value.at : ""), value.len);
	crypto_generichash_final(&state, raw, sizeof raw);
	sodium_memzero(&state, sizeof state);
	sodium_bin2hex(ret_mark->at, sizeof ret_mark->at, raw, sizeof raw);
	return NULL;
}

bool
secret_equal(struct secret a, struct str b)
{
	bool is_same_length = a.bytes.len == b.len;
	/* With itself when lengths differ, so that the work is the same. */
	struct str other = is_same_length ? b : a.bytes;

	if (a.bytes.len == 0)
		return is_same_length;
	return sodium_memcmp(a.bytes.at, other.at, a.bytes.len) == 0 && is_same_length;
}
