/*
 * Office files by their parts, for rooms that look at more than a document's words: parts of a zip
 * archive, a streaming XML parser that refuses what office files never hold, and the writer of such
 * archives. Readers take hostile bytes: they must run in the cage. What parts mean is not known
 * here.
 */
#ifndef DOC_DOC_OFFICE_H
#define DOC_DOC_OFFICE_H

#include "doc/doc.h"

/* --- zip (doc_zip.c) --- */

/* Most parts of an archive, and the most that one part may grow when unpacked. */
enum { DOC_MOST_PARTS = 10000, DOC_MOST_RATIO = 400 };

struct doc_part {
	struct str name; /* of the archive's own bytes: any bytes at all, never a path of ours */
	size_t offset;   /* of its local header */
	size_t packed;
	size_t unpacked;
	uint32_t crc;
	uint16_t method;
	bool is_locked;
};

/* Invariant: left is what may still be unpacked, so one archive never gives more than its share. */
struct doc_zip {
	struct str bytes;
	struct doc_part *parts;
	size_t count;
	size_t left;
};

/* Read the directory of an archive. Faults INPUT "doc_broken", LIMIT "doc_bomb". */
MUST struct fault *doc_zip_open(struct str bytes, struct arena *arena, struct doc_zip *ret_zip);
/* The part of this name, letters of either case; NULL when there is none. */
const struct doc_part *doc_zip_find(const struct doc_zip *zip, struct str name);
/* Unpack one part. The bytes are checked by length and CRC, not as UTF-8. */
MUST struct fault *doc_zip_unpack(struct doc_zip *zip, const struct doc_part *part,
	struct arena *arena, struct str *ret_bytes);
/* The fault of a file that ends early or contradicts itself; `why` is for the log. */
MUST struct fault *doc_broken(const char *why);
/* The fault of a file that is locked with a password. */
MUST struct fault *doc_locked(void);

/* --- XML (doc_xml.c) --- */

/* Deepest nesting of elements. */
enum { DOC_DEEPEST_XML = 240 };

struct doc_xml_attribute {
	struct str name; /* without prefix */
	struct str value;
};

/* Of one element; declarations of namespaces are not among them. */
struct doc_xml_attributes {
	struct doc_xml_attribute *all;
	size_t count;
};

/*
 * One parse. It is the first member of the reader's own state, which the three functions get as
 * their first argument. Names are without prefix, and each has one address in one parse; `space` is
 * the namespace or NULL. Text comes in pieces.
 */
struct doc_xml {
	void (*start)(void *state, const char *name, const char *space,
		const struct doc_xml_attributes *attributes);
	void (*end)(void *state, const char *name, const char *space);
	void (*text)(void *state, const char *text, int len);
	bool may_have_type; /* a document type is let pass, unread: what our own programs write */
	struct str
		raw; /* the tag being started or ended, as written; empty for the end of "<a/>" */
	struct fault *fault; /* the reader sets it through doc_xml_stop() */
	int depth;           /* of the element being started or ended; the root is 1 */
	int name_number;     /* of its name as written: 0, 1, 2 … as they were first met */
};

/* Parse all of `bytes`. Document types and entities of its own are refused. Faults INPUT
 * "doc_broken", "doc_entities", LIMIT "doc_deep", and what the functions stopped with. */
MUST struct fault *doc_xml_read(struct doc_xml *state, struct str bytes, struct arena *arena);
/* End the parse with this fault; the first one counts. NULL does nothing. */
void doc_xml_stop(struct doc_xml *state, struct fault *fault);
/* The value of an attribute by its name without prefix; STR_NONE when there is none. It lives as
 * long as the bytes and the arena. */
struct str doc_xml_attribute(const struct doc_xml_attributes *attributes, const char *name);
/* The same as a number; `otherwise` when absent or no number. */
int doc_xml_number(const struct doc_xml_attributes *attributes, const char *name, int otherwise);

/* --- relations of Office archives (doc_relations.c) --- */

struct doc_relation {
	struct str id;
	struct str type;
	struct str
		target; /* as written: from the part's own folder, or from the root after a slash */
};

struct doc_relations {
	struct doc_relation *all;
	size_t count;
};

/* Read a part of relations; none when the archive does not hold it. */
MUST struct fault *doc_relations_read(struct doc_zip *zip, struct str name, struct arena *arena,
	struct doc_relations *ret_relations);
/* The first one with this id (or any, when it is empty) whose type ends like this; NULL when there
 * is none. */
const struct doc_relation *doc_relations_find(
	const struct doc_relations *relations, struct str id, struct str type_end);
/* The main part: the one of the usual name, or what the archive's own relations say. */
MUST struct fault *doc_relations_main(struct doc_zip *zip, struct str usual, struct arena *arena,
	const struct doc_part **ret_part);

/* --- writing archives (doc_write_package.c, in the library doc_write) --- */

/* The time of every file inside a zip container, the first that its directory can hold
 * (1980-01-01), so that the same content always gives the same bytes. */
enum { DOC_ZIP_FIRST_DAY = 1 << 5 | 1, DOC_ZIP_MIDNIGHT = 0 };

/* One file inside a zip container to be written. */
struct doc_packing {
	const char *name;
	struct str content;
	bool is_plain; /* kept as it is: pressed already, or to be read by anything */
};
/* The same parts always give the same bytes. LIMIT. */
MUST struct fault *doc_write_package(
	const struct doc_packing *parts, size_t count, struct buf *out);

#endif
