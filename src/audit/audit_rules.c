/*
 * The chain's rule: how an entry becomes bytes, what its digest is, which day a time belongs to.
 * Nothing here reads a row or a clock.
 */
#include <stdio.h>

#include "audit/audit_inside.h"

/* MOST_TEXT: of all texts of an entry; what stands around them takes less than AROUND. */
enum {
	MOST_TEXT = 1 << 20,
	AROUND = 1024,
	DAY_MS = DAY_SECONDS * 1000,
	CHINA_MS = DAY_CHINA_SECONDS * 1000
};

/* 9999-12-31 in milliseconds. */
#define LATEST INT64_C(253402185600000)

const struct digest audit_no_digest = {
	"0000000000000000000000000000000000000000000000000000000000000000"
};

/* "5:hello," — the length first, so that no two entries give the same bytes. */
static void
put_text(struct buf *out, struct str text)
{
	buf_put_int(out, (int64_t)text.len);
	buf_put_char(out, ':');
	buf_put(out, text);
	buf_put_char(out, ',');
}

static void
put_number(struct buf *out, int64_t number)
{
	char text[24];
	int len = snprintf(text, sizeof text, "%lld", (long long)number);

	put_text(out, (struct str){ text, (size_t)len });
}

bool
audit_is_too_long(const struct audit_entry *entry)
{
	const struct str texts[] = { entry->actor.name, entry->actor.address, entry->deed,
		entry->thing, entry->before, entry->after };
	size_t sum = 0;

	/* No text of a store is near SIZE_MAX, so that the sum does not wrap. */
	for (size_t i = 0; i < COUNT_OF(texts); i++)
		sum += texts[i].len;
	return sum > MOST_TEXT || entry->before.len > AUDIT_MOST_VALUES ||
	       entry->after.len > AUDIT_MOST_VALUES;
}

/*
 * Netstrings in a fixed order, opened by the name of this order. The number of the entry is not
 * among them: its place is bound by `previous`, so an entry that was moved is still true in itself
 * and can be told from one that was changed.
 */
struct fault *
audit_digest(const struct audit_entry *entry, struct digest *ret_digest)
{
	CLOSING(buf_done) struct buf out;

	buf_init(&out, MOST_TEXT + AROUND);
	put_text(&out, STR("gongkai-audit-1"));
	put_text(&out, str_of(entry->previous.at));
	put_number(&out, entry->at);
	put_number(&out, entry->actor.account_id);
	put_text(&out, entry->actor.name);
	put_number(&out, entry->actor.agency_id);
	put_text(&out, entry->actor.address);
	put_number(&out, (int64_t)entry->actor.way);
	put_text(&out, entry->deed);
	put_text(&out, entry->thing);
	put_number(&out, entry->thing_id);
	put_number(&out, entry->agency_id);
	put_text(&out, entry->before);
	put_text(&out, entry->after);
	TRY(buf_check(&out));
	return digest_sm3(buf_str(&out), ret_digest);
}

int64_t
audit_day_of(int64_t at)
{
	int64_t there = at > INT64_MAX - CHINA_MS ? at : at + CHINA_MS;

	return there / DAY_MS - (there % DAY_MS < 0);
}

int64_t
audit_start_of(int64_t day)
{
	return day * DAY_MS - CHINA_MS;
}

struct audit_time_text
audit_time_text(int64_t at)
{
	struct audit_time_text text;
	int64_t day;
	int64_t ms;

	/* A time that was tampered with is shown at the end of the calendar. */
	at = at < 0 ? 0 : at > LATEST ? LATEST : at;
	day = audit_day_of(at);
	ms = at - audit_start_of(day);

	snprintf(text.at, sizeof text.at, "%s %02d:%02d:%02d.%03d",
		day_text((struct day){ (int32_t)day }).at, (int)(ms / 3600000),
		(int)(ms / 60000 % 60), (int)(ms / 1000 % 60), (int)(ms % 1000));
	return text;
}

const char *
audit_way_name(enum audit_way way)
{
	static const char *const names[] = { "web", "command", "job", "api" };

	return way <= AUDIT_API ? names[way] : "";
}
