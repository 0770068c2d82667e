/*
 * Files of a form that may be refused: what was sent is kept in memory until the form is right, so
 * that nobody chooses a file twice. Storing them is application_keep_files()'s business.
 */
#include "application/application_page.h"
#include "http/http_stash.h"

enum { KEPT_MOST_BYTES = 32 << 20 };

/* A file that is gone from memory has to be chosen again, and that is said. */
static struct fault *
take_kept(struct http_request *request, struct http_form *form, const char *name, struct str token,
	struct application_upload *upload, bool *ret_is_there)
{
	CLOSING(buf_done) struct buf bytes;
	struct fault *fault;

	*ret_is_there = false;
	buf_init(&bytes, KEPT_MOST_BYTES);
	fault = http_stash_look(request->stash, request->arena, token, &upload->name, &bytes);
	if (fault && fault->kind != FAULT_ABSENT)
		return fault;
	if (fault)
		return http_form_blame(request, form, name, "先前上传的文件已经不在，请重新选择。",
			"A file sent before is gone: choose it again.");
	*ret_is_there = true;
	return str_copy(request->arena, buf_str(&bytes), &upload->bytes);
}

struct fault *
application_page_take_files(struct http_request *request, struct http_form *form, const char *name,
	const char *kept, enum application_file_kind kind, struct application_uploads *uploads)
{
	const struct http_value *tokens = http_form_value(form, kept);
	const struct http_file *sent;
	size_t count;

	sent = http_form_files(form, name, &count);
	for (size_t i = 0; i < count && uploads->count < COUNT_OF(uploads->items); i++)
		uploads->items[uploads->count++] =
			(struct application_upload){ kind, sent[i].name, sent[i].bytes };
	for (size_t i = 0; i < tokens->text_count && uploads->count < COUNT_OF(uploads->items);
		i++) {
		struct application_upload upload = { .kind = kind };
		bool is_there;

		if (!tokens->texts[i].len)
			continue;
		TRY(take_kept(request, form, name, tokens->texts[i], &upload, &is_there));
		if (is_there)
			uploads->items[uploads->count++] = upload;
	}
	return NULL;
}

struct fault *
application_page_keep_files(struct http_request *request, const struct application_uploads *uploads,
	struct application_kept_files *kept)
{
	kept->count = 0;
	for (size_t i = 0; i < uploads->count; i++) {
		const struct application_upload *upload = &uploads->items[i];
		struct random_name token;

		/* Too much for memory: this one has to be chosen again. */
		if (http_stash_put(request->stash, upload->name, upload->bytes, &token))
			continue;
		kept->items[kept->count].kind = upload->kind;
		kept->items[kept->count].name = upload->name;
		TRY(str_copy(request->arena, str_of(token.at), &kept->items[kept->count].token));
		kept->count++;
	}
	return NULL;
}
