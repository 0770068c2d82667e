/*
 * Secrets of people: tokens, password hashes (argon2id), codes of the second factor (TOTP, RFC
 * 6238) and recovery codes, through libsodium and liboath. Where they are kept is the store's
 * business.
 */
#include "account/account_inside.h"

#include <liboath/oath.h>
#include <pthread.h>
#include <sodium.h>
#include <stdio.h>

#include "base/random.h"

static pthread_once_t once = PTHREAD_ONCE_INIT;
static bool is_ready;

static void
start_libraries(void)
{
	is_ready = sodium_init() >= 0 && oath_init() == OATH_OK;
}

static struct fault *
need_libraries(void)
{
	pthread_once(&once, start_libraries);
	if (is_ready)
		return NULL;
	return fault_new(FAULT_OUTSIDE, "account_secret",
		"加密组件没有启动，无法登录。请联系系统管理员。",
		"The cryptographic libraries did not start. Ask the system administrator.");
}

/* --- tokens --- */

void
account_token_make(struct account_token *ret_token)
{
	for (int half = 0; half < 2; half++) {
		struct random_name name = random_name();

		memcpy(ret_token->at + (ptrdiff_t)half * 32, name.at, 32);
	}
	ret_token->at[64] = '\0';
}

struct fault *
account_token_digest(struct str token, struct digest *ret_digest)
{
	unsigned char raw[crypto_hash_sha256_BYTES];

	_Static_assert(sizeof ret_digest->at == 2 * sizeof raw + 1, "room for the digest");
	TRY(need_libraries());
	/* 256 random bits need no salt and no slow hash. Each request comes here, and this library
	 * makes less of a short text than OpenSSL does (digest_sha256()). */
	crypto_hash_sha256(raw, (const unsigned char *)token.at, token.len);
	sodium_bin2hex(ret_digest->at, sizeof ret_digest->at, raw, sizeof raw);
	return NULL;
}

struct fault *
account_form_token(struct arena *arena, struct str token, struct str *ret_form_token)
{
	static const unsigned char what[] = "gongkai form token";
	unsigned char mac[crypto_auth_hmacsha256_BYTES];
	crypto_auth_hmacsha256_state state;
	char *text;

	TRY(need_libraries());
	TAKE(arena, text, 2 * sizeof mac + 1);
	crypto_auth_hmacsha256_init(&state, (const unsigned char *)token.at, token.len);
	crypto_auth_hmacsha256_update(&state, what, sizeof what - 1);
	crypto_auth_hmacsha256_final(&state, mac);
	sodium_bin2hex(text, 2 * sizeof mac + 1, mac, sizeof mac);
	*ret_form_token = (struct str){ text, 2 * sizeof mac };
	return NULL;
}

/* --- passwords --- */

struct fault *
account_hash_make(
	const struct account_policy *policy, struct str password, struct account_hash *ret_hash)
{
	_Static_assert(sizeof ret_hash->at >= crypto_pwhash_STRBYTES, "room for the hash");

	TRY(need_libraries());
	if (crypto_pwhash_str_alg(ret_hash->at, password.at ? password.at : "", password.len,
		    policy->hash_passes, policy->hash_bytes, crypto_pwhash_ALG_ARGON2ID13) != 0)
		return fault_new(FAULT_LIMIT, "account_busy",
			"服务器内存不足，暂时无法登录。请稍后再试。",
			"The server is short of memory. Try again later.");
	return NULL;
}

struct fault *
account_hash_fake(const struct account_policy *policy, struct account_hash *ret_hash)
{
	unsigned char salt[crypto_pwhash_argon2id_SALTBYTES];
	unsigned char hash[32]; /* as crypto_pwhash_str() makes them */
	char salt_text[24];
	char hash_text[48];

	TRY(need_libraries());
	randombytes_buf(salt, sizeof salt);
	randombytes_buf(hash, sizeof hash);
	sodium_bin2base64(salt_text, sizeof salt_text, salt, sizeof salt,
		sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
	sodium_bin2base64(hash_text, sizeof hash_text, hash, sizeof hash,
		sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
	snprintf(ret_hash->at, sizeof ret_hash->at, "$argon2id$v=19$m=%zu,t=%llu,p=1$%s$%s",
		policy->hash_bytes >> 10, (unsigned long long)policy->hash_passes, salt_text,
		hash_text);
	return NULL;
}

bool
account_hash_fits(const char *hash, struct str password)
{
	return crypto_pwhash_str_verify(hash, password.at ? password.at : "", password.len) == 0;
}

bool
account_hash_is_old(const struct account_policy *policy, const char *hash)
{
	return crypto_pwhash_str_needs_rehash(hash, policy->hash_passes, policy->hash_bytes) != 0;
}

/* --- the second factor --- */

struct fault *
account_factor_make(struct arena *arena, struct str *ret_secret)
{
	char *bytes;

	TRY(need_libraries());
	TAKE(arena, bytes, ACCOUNT_FACTOR_BYTES);
	randombytes_buf(bytes, ACCOUNT_FACTOR_BYTES);
	*ret_secret = (struct str){ bytes, ACCOUNT_FACTOR_BYTES };
	return NULL;
}

static const char base32[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

struct fault *
account_factor_text(struct arena *arena, struct str secret, struct str *ret_base32)
{
	unsigned bits = 0;
	int count = 0;
	size_t len = 0;
	char *text;

	TAKE(arena, text, secret.len * 2 + 2);
	for (size_t i = 0; i < secret.len; i++) {
		bits = (bits << 8 | (unsigned char)secret.at[i]) & 0xFFFFu;
		count += 8;
		while (count >= 5) {
			count -= 5;
			text[len++] = base32[bits >> count & 31];
		}
	}
	if (count)
		text[len++] = base32[bits << (5 - count) & 31];
	*ret_base32 = (struct str){ text, len };
	return NULL;
}

struct fault *
account_factor_code(struct str secret, int64_t step, char ret_code[7])
{
	TRY(need_libraries());
	if (oath_hotp_generate(secret.at, secret.len, (uint64_t)step, 6, false,
		    OATH_HOTP_DYNAMIC_TRUNCATION, ret_code) != OATH_OK)
		return fault_new(FAULT_OUTSIDE, "account_secret",
			"动态码组件出错，无法核对。请联系系统管理员。",
			"The library of the second factor failed. Ask the system administrator.");
	return NULL;
}

/* Six digits, with blanks taken out. */
static bool
read_code(struct str typed, char code[7])
{
	size_t len = 0;

	for (size_t i = 0; i < typed.len; i++) {
		if (typed.at[i] == ' ')
			continue;
		if (typed.at[i] < '0' || typed.at[i] > '9' || len == 6)
			return false;
		code[len++] = typed.at[i];
	}
	code[len] = '\0';
	return len == 6;
}

int64_t
account_factor_fits(struct str secret, struct str typed, int64_t now, int64_t used)
{
	int64_t here = now / ACCOUNT_FACTOR_STEP;
	int64_t found = 0;
	char wanted[7];
	char code[7];

	if (!secret.len || !read_code(typed, code))
		return 0;
	for (int64_t step = here - 1; step <= here + 1; step++) {
		if (account_factor_code(secret, step, wanted) != NULL)
			return 0;
		/* Law: RFC 6238 5.2: a code is accepted once. */
		if (sodium_memcmp(code, wanted, 6) == 0 && step > used)
			found = step;
	}
	return found;
}

/* --- recovery codes --- */

struct fault *
account_recovery_make(struct arena *arena, struct str *ret_code)
{
	/* Without 0 1 i l o, which hands write alike; x stands twice to make 32. */
	static const char letters[] = "abcdefghjkmnpqrstuvwxyz23456789x";
	unsigned char random[12];
	char *code;

	TRY(need_libraries());
	TAKE(arena, code, 15);
	randombytes_buf(random, sizeof random);
	for (size_t i = 0, at = 0; i < sizeof random; i++) {
		if (i && i % 4 == 0)
			code[at++] = '-';
		code[at++] = letters[random[i] & 31];
	}
	*ret_code = (struct str){ code, 14 };
	return NULL;
}

struct fault *
account_recovery_clean(struct arena *arena, struct str typed, struct str *ret_code)
{
	size_t len = 0;
	size_t kept = 0;
	char *code;

	TAKE(arena, code, 16);
	for (size_t i = 0; i < typed.len; i++) {
		char c = typed.at[i];

		if (c == '-' || c == ' ')
			continue;
		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if (kept == 12)
			return str_copy(arena, STR(""), ret_code);
		if (kept && kept % 4 == 0)
			code[len++] = '-';
		code[len++] = c;
		kept++;
	}
	*ret_code = kept == 12 ? (struct str){ code, len } : STR("");
	return NULL;
}
