/*
 * The second factor of one's own account: the picture for the authenticator, its first code, the
 * recovery codes (shown once), and giving it up. The picture is drawn here from the matrix that
 * libqrencode makes, as inline SVG, so that no other address ever holds the secret.
 */
#include <qrencode.h>

#include "account/account_page_inside.h"
#include "account/account_profile.html.h"
#include "http/http_server.h"

static const struct http_field confirm_fields[] = {
	{ .name = "code",
		.kind = HTTP_TEXT,
		.is_required = true,
		.max = 20,
		.zh = "验证器显示的 6 位数字",
		.en = "Code" },
	{ .name = "present", .kind = HTTP_TEXT, .max = 400, .zh = "现在的密码", .en = "Password" },
	{ 0 },
};

static const struct account_way confirm_ways[] = {
	{ "present", "password", "current-password", "再核对一次密码，以免别人趁您离开时绑定。" },
	{ "code", "text", "one-time-code", NULL },
	{ 0 },
};

static const struct http_field drop_fields[] = {
	{ .name = "password",
		.kind = HTTP_TEXT,
		.is_required = true,
		.max = 400,
		.zh = "现在的密码",
		.en = "Present password" },
	{ 0 },
};

static const struct account_way drop_ways[] = {
	{ "password", "password", "current-password", NULL },
	{ 0 },
};

/* --- the picture --- */

enum { QUIET = 4 }; /* modules of white around it, as readers want */

static void
put_picture(struct buf *buf, const QRcode *code)
{
	int side = code->width + 2 * QUIET;

	buf_print(buf,
		"<svg class=\"qr\" role=\"img\" aria-label=\"二维码\" viewBox=\"0 0 %d %d\" "
		"width=\"240\" height=\"240\" shape-rendering=\"crispEdges\">"
		"<path fill=\"#fff\" d=\"M0 0h%dv%dH0z\"/><path fill=\"#000\" d=\"",
		side, side, side, side);
	for (int y = 0; y < code->width; y++)
		for (int x = 0; x < code->width; x++)
			if (code->data[y * code->width + x] & 1)
				buf_print(buf, "M%d %dh1v1h-1z", x + QUIET, y + QUIET);
	buf_put(buf, STR("\"/></svg>"));
}

static struct fault *
make_picture(struct arena *arena, struct str uri, struct html *ret_picture)
{
	CLOSING(buf_done) struct buf buf;
	struct str text;
	struct str copy;
	QRcode *code;

	buf_init(&buf, 400000);
	TRY(str_copy(arena, uri, &copy));
	code = QRcode_encodeString8bit(copy.at, 0, QR_ECLEVEL_M);
	if (!code)
		return fault_memory();
	put_picture(&buf, code);
	QRcode_free(code);
	TRY(buf_check(&buf));
	TRY(str_copy(arena, buf_str(&buf), &text));
	*ret_picture = (struct html){ text };
	return NULL;
}

/* "ABCD EFGH …", for typing. */
static struct fault *
group(struct arena *arena, struct str secret, struct str *ret_text)
{
	size_t len = 0;
	char *text;

	TAKE(arena, text, secret.len * 2 + 1);
	for (size_t i = 0; i < secret.len; i++) {
		if (i && i % 4 == 0)
			text[len++] = ' ';
		text[len++] = secret.at[i];
	}
	*ret_text = (struct str){ text, len };
	return NULL;
}

/* --- the page --- */

static struct fault *
draw_factor(struct http_request *request, struct http_reply *reply, const struct http_form *confirm,
	const struct http_form *drop, struct account_factor_view *view)
{
	const struct account_session *session = account_session_of(request);
	struct html_shell shell;

	/* A half sign-in that has not given its code may not make a new secret. */
	if (session->owes & ACCOUNT_OWES_CODE)
		return http_reply_redirect(request, reply, STR(ACCOUNT_NEXT_PATH));
	TRY(account_load_factor(account_gate_of(request), request->db, request->arena,
		&session->person, &view->factor));
	if (view->factor.is_begun && !view->code_count) {
		TRY(make_picture(request->arena, view->factor.uri, &view->picture));
		TRY(group(request->arena, view->factor.secret, &view->secret));
	}
	view->confirm.action = URL("/profile/second-factor/confirm");
	view->confirm.button = STR("启用");
	/* Who is still signing in typed the password a moment ago. */
	TRY(account_form_make(request, confirm_fields, confirm_ways + (session->owes ? 1 : 0),
		confirm, NULL, 0, &view->confirm));
	view->drop.action = URL("/profile/second-factor/drop");
	view->drop.button = STR("停用第二因素");
	view->drop.is_dangerous = true;
	TRY(account_form_make(request, drop_fields, drop_ways, drop, NULL, 0, &view->drop));
	TRY(account_shell(request, reply, STR("第二因素"), "/profile", &shell));
	shell.is_hidden = true;
	view->shell = &shell;
	reply->cache = HTTP_CACHE_NEVER;
	account_factor_html(&reply->body, view);
	return NULL;
}

struct fault *
account_factor_page(struct http_request *request, struct http_reply *reply)
{
	struct account_factor_view view = { 0 };

	return draw_factor(request, reply, NULL, NULL, &view);
}

struct fault *
account_factor_begin_page(struct http_request *request, struct http_reply *reply)
{
	struct account_doer doer = account_doer_of(request);

	if (account_session_of(request)->owes & ACCOUNT_OWES_CODE)
		return http_reply_redirect(request, reply, STR(ACCOUNT_NEXT_PATH));
	TRY(account_begin_factor(account_gate_of(request), request->db, request->arena, &doer));
	return http_reply_redirect(request, reply, STR("/profile/second-factor"));
}

struct fault *
account_factor_confirm_page(struct http_request *request, struct http_reply *reply)
{
	struct account_place place = account_place_of(request);
	struct account_factor_view view = { 0 };
	struct str codes[ACCOUNT_RECOVERY_CODES];
	struct account_signed signing;
	struct fault *fault;
	struct http_form form;

	TRY(http_form_read(request, confirm_fields, &form));
	if (account_session_of(request)->owes & ACCOUNT_OWES_CODE)
		return http_reply_redirect(request, reply, STR(ACCOUNT_NEXT_PATH));
	if (form.errors.count) {
		reply->status = 422;
		return draw_factor(request, reply, &form, NULL, &view);
	}
	fault = account_confirm_factor(account_gate_of(request), request->db, request->arena,
		account_session_of(request), http_form_text(&form, "code"),
		http_form_text(&form, "present"), &place, &signing, codes);
	if (fault) {
		reply->status = http_fault_status(fault);
		TRY(account_form_take(request, &form, &view.confirm,
			strcmp(fault->code, "account_code") == 0 ? "code" : "present", fault));
		return draw_factor(request, reply, &form, NULL, &view);
	}
	TRY(account_set_cookie(request, reply, &signing));
	/* The forms of this page belong to the session's new token. */
	TRY(account_form_token(request->arena, str_of(signing.token.at), &request->form_token));
	view.codes = codes;
	view.code_count = ACCOUNT_RECOVERY_CODES;
	view.onward = signing.owes ? URL(ACCOUNT_NEXT_PATH) : URL("/profile");
	return draw_factor(request, reply, NULL, NULL, &view);
}

struct fault *
account_factor_drop_page(struct http_request *request, struct http_reply *reply)
{
	struct account_place place = account_place_of(request);
	struct account_factor_view view = { 0 };
	struct fault *fault;
	struct http_form form;

	TRY(http_form_read(request, drop_fields, &form));
	if (form.errors.count) {
		reply->status = 422;
		return draw_factor(request, reply, NULL, &form, &view);
	}
	fault = account_drop_factor(account_gate_of(request), request->db, request->arena,
		account_session_of(request), http_form_text(&form, "password"), &place);
	if (!fault)
		return http_reply_redirect(request, reply, STR("/profile?saved=factor"));
	reply->status = http_fault_status(fault);
	TRY(account_form_take(request, &form, &view.drop, "password", fault));
	return draw_factor(request, reply, NULL, &form, &view);
}
