/*
 * Sealed values: encryption of single columns (AEAD) and keyed marks to search them by, through
 * libsodium. Not for passwords (account/), not for whole files or backups.
 *
 * A sealed value says which suite and which key made it, so another suite can follow and a key can
 * be retired: values of an old key still open, new values are made with the newest one.
 * `place` names where the value stands ("account.second_factor:17") and is bound to it, so a value
 * moved to another row does not open.
 *
 * Bytes of a sealed value, suite 1 (XChaCha20-Poly1305): suite (1), number of the key (4, high byte
 * first), nonce (24), ciphertext with its mark (16 more than the plain bytes). The first five bytes
 * and the place are authenticated with it.
 *
 * Keys live in a page of their own that is not swapped, not dumped and not given to child
 * processes: a reader in the cage (base/cage.h) never sees them, and whoever forks opens anew.
 */
#ifndef BASE_SEAL_H
#define BASE_SEAL_H

#include "base/digest.h"
#include "base/str.h"

struct seal_keys;

/* How many bytes longer a sealed value is than its plain bytes. */
enum { SEAL_EXTRA = 45 };

/* A value that must not reach logs or pages: no printf, no _Generic of the templates takes it. */
struct secret {
	struct str bytes;
};

/*
 * The keys: from the environment variable GONGKAI_KEYS when it is set ("1:HEX,2:HEX"), else from
 * the file at `path` (mode 0600). When `is_making` and there is no file, one with a new key is
 * made, whole or not at all, also when two processes do so at once. Faults: ABSENT "seal_absent",
 * INPUT "seal_keys" (damaged), OUTSIDE "seal_open_to_others" (file readable by others), file
 * faults.
 */
MUST struct fault *seal_open(const char *path, bool is_making, struct seal_keys **ret_keys);
void seal_close(struct seal_keys **keys);
/* Add a key to the file, which becomes the newest; its number. The file must be there. INPUT
 * "seal_environment" when the keys come from the environment. */
MUST struct fault *seal_add_key(const char *path, int *ret_number);
/* Number of the newest key, from 1. */
int seal_newest(const struct seal_keys *keys);

/* Seal plain bytes; the answer is bytes for a BYTES column, in the arena. */
MUST struct fault *seal_put(const struct seal_keys *keys, struct arena *arena, struct str place,
	struct str plain, struct str *ret_sealed);
/* Faults OUTSIDE "seal_broken" (changed, moved, or its key is not here), "seal_suite". */
MUST struct fault *seal_take(const struct seal_keys *keys, struct arena *arena, struct str place,
	struct str sealed, struct secret *ret_plain);
/* Number of the key that a sealed value was made with; 0 when it is no sealed value. */
int seal_key_of(struct str sealed);

/* Keyed hash of a value in one kind of column ("account.phone"): equal values give equal marks.
 * Does not change when keys are added: it hangs on the first key. */
MUST struct fault *seal_mark(
	const struct seal_keys *keys, struct str kind, struct str value, struct digest *ret_mark);

/* Equal, taking as long whether they differ early or late. */
bool secret_equal(struct secret a, struct str b);

#endif
