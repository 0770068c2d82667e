/*
 * Messages as they go over the wire: RFC 5322 headers, RFC 2047 words, text in base64.
 * What is written in them is decided elsewhere; addresses were checked before.
 */
#include <assert.h>
#include <openssl/evp.h>
#include <time.h>

#include "base/utf8.h"
#include "mail/mail_inside.h"

enum {
	WORD_BYTES =
		39, /* 52 characters of base64: with "Subject: " before it a line has at most 76 */
	LINE_BYTES = 57, /* 76 characters of base64 */
};

static void
put_base64(struct buf *out, struct str bytes)
{
	unsigned char encoded[LINE_BYTES / 3 * 4 + 1];
	int len;

	assert(bytes.len <= LINE_BYTES);
	len = EVP_EncodeBlock(encoded, (const unsigned char *)bytes.at, (int)bytes.len);
	buf_put_bytes(out, encoded, (size_t)len);
}

/* Text as encoded words, one a line; a word never ends inside a character. */
static void
put_words(struct buf *out, struct str text)
{
	size_t from = 0;

	while (from < text.len) {
		size_t end = from;
		size_t len;

		while (end < text.len) {
			(void)utf8_at(text, end, &len);
			if (end + len - from > WORD_BYTES)
				break;
			end += len;
		}
		if (from)
			buf_put(out, STR("\r\n "));
		buf_put(out, STR("=?UTF-8?B?"));
		put_base64(out, str_sub(text, from, end - from));
		buf_put(out, STR("?="));
		from = end;
	}
}

static void
put_person(struct buf *out, const char *header, struct str name, struct str address)
{
	buf_print(out, "%s: ", header);
	put_words(out, name);
	if (name.len)
		buf_put(out, STR("\r\n "));
	buf_print(out, "<%.*s>\r\n", STR_ARG(address));
}

static void
put_date(struct buf *out, int64_t at)
{
	static const char days[] = "SunMonTueWedThuFriSat";
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	time_t moment = at;
	struct tm utc;

	if (!gmtime_r(&moment, &utc))
		return;
	buf_print(out, "Date: %.3s, %d %.3s %d %02d:%02d:%02d +0000\r\n", days + 3 * utc.tm_wday,
		utc.tm_mday, months + 3 * utc.tm_mon, utc.tm_year + 1900, utc.tm_hour, utc.tm_min,
		utc.tm_sec);
}

/* Lines end with \r\n inside the base64 as well: it is text. */
static struct fault *
put_body(struct buf *out, struct str body)
{
	CLOSING(buf_done) struct buf text;
	struct str line;

	buf_init(&text, MAIL_MOST_MESSAGE);
	while (str_next_line(&body, &line)) {
		buf_put(&text, line);
		buf_put(&text, STR("\r\n"));
	}
	TRY(buf_check(&text));
	for (size_t at = 0; at < text.len; at += LINE_BYTES) {
		size_t len = text.len - at < LINE_BYTES ? text.len - at : LINE_BYTES;

		put_base64(out, str_sub(buf_str(&text), at, len));
		buf_put(out, STR("\r\n"));
	}
	return NULL;
}

struct fault *
mail_compose(struct buf *out, const struct mail_message *message)
{
	struct str local;
	struct str domain = str_cut(message->from, STR("@"), &local);

	TRY(mail_check_address(message->from));
	TRY(mail_check_address(message->to));
	put_date(out, message->at);
	put_person(out, "From", message->from_name, message->from);
	put_person(out, "To", message->to_name, message->to);
	buf_put(out, STR("Subject: "));
	put_words(out, message->subject);
	buf_print(out, "\r\nMessage-ID: <%.*s@%.*s>\r\n", STR_ARG(message->id), STR_ARG(domain));
	buf_put(out, STR("MIME-Version: 1.0\r\n"
			 "Content-Type: text/plain; charset=UTF-8\r\n"
			 "Content-Transfer-Encoding: base64\r\n"
			 "Auto-Submitted: auto-generated\r\n"
			 "\r\n"));
	TRY(put_body(out, message->body));
	return buf_check(out);
}
