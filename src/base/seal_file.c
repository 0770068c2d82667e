/*
 * Where the keys of sealed values are kept: a text file of mode 0600, or GONGKAI_KEYS. It reads,
 * makes and lengthens that list; what keys are used for stands in seal.c.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/seal_inside.h"

enum { MOST_BYTES = 64 * 1024, HEX_LEN = 2 * SEAL_KEY_BYTES, TRIES = 50 };

static const char variable[] = "GONGKAI_KEYS";

static const char head[] =
	"# gongkai "
	"密钥文件。数据库中的个人信息和机密用这里的密钥加密；丢失后无法恢复，也没有后门。\n"
	"# 请单独备份，不要与数据库备份放在一起；权限保持 0600。每行一个密钥，写作“编号:密钥”，\n"
	"# 编号最大的用于加密，其余的只用于解密；第一个还用于检索，不得删除。\n"
	"# 增加密钥：gongkai keys add；重启服务后换用新密钥：gongkai keys rotate。\n"
	"#\n"
	"# Keys of gongkai. Personal data and secrets in the database are sealed with these; "
	"without\n"
	"# them nothing brings that data back. Back this file up apart from the database and keep "
	"its\n"
	"# mode 0600. One key a line, NUMBER:KEY. The highest number seals, the others only open; "
	"the\n"
	"# first one also serves searching and must stay.\n"
	"# New key: gongkai keys add; after restarting the server: gongkai keys rotate.\n";

static pthread_once_t once = PTHREAD_ONCE_INIT;
static bool is_awake;

static void
wake(void)
{
	is_awake = sodium_init() >= 0;
}

struct fault *
seal_wake(void)
{
	pthread_once(&once, wake);
	return is_awake ? NULL
			: fault_new(FAULT_OUTSIDE, "seal_library",
				  "加密库不能使用。请检查 libsodium。",
				  "The encryption library does not work. Check libsodium.");
}

static void
secret_buf_done(struct buf *buf)
{
	if (buf->at)
		sodium_memzero(buf->at, buf->room);
	buf_done(buf);
}

static void
descriptor_close(int *fd)
{
	if (*fd >= 0)
		close(*fd);
}

void
seal_raws_done(struct seal_raws *raws)
{
	sodium_memzero(raws, sizeof *raws);
}

static struct fault *
damaged(const char *where, int entry)
{
	return fault_new(FAULT_INPUT, "seal_keys",
		"密钥（%s）第 %d 项看不懂。应写作“编号:64 位十六进制”，编号递增。请从备份恢复，"
		"不要自行修改。",
		"Entry %2$d of the keys (%1$s) is not understood. It should be NUMBER:64 "
		"hexadecimal digits, with rising numbers. Restore it from its backup.",
		where, entry);
}

/* "12:0a1b…" as the next key. */
static bool
take_key(struct str word, struct seal_raws *raws)
{
	struct seal_raw *raw = &raws->at[raws->count];
	int last = raws->count ? raws->at[raws->count - 1].number : 0;
	struct str number;
	struct str hex = str_cut(word, STR(":"), &number);
	int64_t value = 0;
	size_t len = 0;

	if (raws->count == SEAL_MOST_KEYS || hex.len != HEX_LEN || !str_to_int(number, &value) ||
		value <= last || value > SEAL_MOST_NUMBER ||
		sodium_hex2bin(raw->bytes, sizeof raw->bytes, hex.at, hex.len, NULL, &len, NULL) !=
			0 ||
		len != sizeof raw->bytes)
		return false;
	raw->number = (int)value;
	raws->count++;
	return true;
}

/* Words between white space and commas; a line from # on is a comment. */
static struct fault *
parse_keys(const char *where, struct str text, struct seal_raws *raws)
{
	struct str line;

	while (str_next_line(&text, &line)) {
		str_cut(line, STR("#"), &line);
		while ((line = str_trim(line)).len) {
			size_t len = 0;

			while (len < line.len && !memchr(" \t,", line.at[len], 3))
				len++;
			if (len && !take_key(str_sub(line, 0, len), raws))
				return damaged(where, raws->count + 1);
			line = str_from(line, len < line.len ? len + 1 : len);
		}
	}
	return raws->count ? NULL : damaged(where, 1);
}

/* --- the file --- */

static struct fault *
check_mode(int fd, const char *path)
{
	struct stat facts;

	if (fstat(fd, &facts) != 0)
		return fault_system("seal_file", path, errno);
	if (!S_ISREG(facts.st_mode))
		return fault_system("seal_file", path, EINVAL);
	if (facts.st_mode & 077)
		return fault_new(FAULT_OUTSIDE, "seal_open_to_others",
			"密钥文件 %s 别人也能读，不能使用。请运行 chmod 600 "
			"%s；如可能已泄露，请再运行 "
			"gongkai keys add 和 keys rotate。",
			"Others may read the key file %s, so it is not used. Run chmod 600 %s; if "
			"it may "
			"have leaked, run gongkai keys add and keys rotate as well.",
			path, path);
	return NULL;
}

/* Read through the descriptor, so that what was checked is what is read. */
static struct fault *
read_all(int fd, const char *path, struct buf *text)
{
	for (;;) {
		char *to = buf_make_room(text, 4096);
		ssize_t got;

		if (!to)
			return damaged(path, 1);
		got = read(fd, to, 4096);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return fault_system("seal_file", path, errno);
		if (got == 0)
			return NULL;
		buf_took(text, (size_t)got);
	}
}

static struct fault *
load_file(const char *path, struct buf *text)
{
	CLOSING(descriptor_close) int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);

	if (fd < 0 && errno == ENOENT)
		return fault_new(FAULT_ABSENT, "seal_absent",
			"找不到密钥文件 %s。请从备份恢复；没有它，已加密的内容打不开。",
			"The key file %s is not there. Restore it from its backup; without it "
			"sealed "
			"content cannot be opened.",
			path);
	if (fd < 0)
		return fault_system("seal_file", path, errno);
	TRY(check_mode(fd, path));
	return read_all(fd, path, text);
}

static struct fault *
write_all(int fd, const char *path, struct str text)
{
	while (text.len) {
		ssize_t put = write(fd, text.at, text.len);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return fault_system("seal_file", path, errno);
		text = str_from(text, (size_t)put);
	}
	return fsync(fd) == 0 ? NULL : fault_system("seal_file", path, errno);
}

/* A file that was renamed or linked is there after a power cut only when its folder was flushed. */
static struct fault *
flush_folder(const char *path)
{
	struct str all = str_of(path);
	struct str base = file_base_name(all);
	char folder[PATH_MAX];
	CLOSING(descriptor_close) int fd = -1;

	if (base.len == all.len)
		snprintf(folder, sizeof folder, ".");
	else
		snprintf(folder, sizeof folder, "%.*s", (int)(all.len - base.len), path);
	fd = open(folder, O_RDONLY | O_CLOEXEC | O_DIRECTORY);
	if (fd < 0 || (fsync(fd) != 0 && errno != EINVAL && errno != EROFS))
		return fault_system("seal_file", folder, errno);
	return NULL;
}

/* Write the text beside `path`, then give it that name: only when nobody has it yet (`is_new`), or
 * in place of the old file. *ret_is_placed is false when somebody was first. */
static struct fault *
place_file(const char *path, struct str text, bool is_new, bool *ret_is_placed)
{
	char beside[PATH_MAX];
	struct fault *fault;
	int failed;
	int fd;

	*ret_is_placed = false;
	if (snprintf(beside, sizeof beside, "%s.XXXXXX", path) >= (int)sizeof beside)
		return fault_system("seal_file", path, ENAMETOOLONG);
	fd = mkostemp(beside, O_CLOEXEC); /* mode 0600 */
	if (fd < 0)
		return fault_system("seal_file", path, errno);
	fault = write_all(fd, path, text);
	close(fd);
	if (!fault) {
		failed = is_new ? link(beside, path) : rename(beside, path);
		if (failed && !(is_new && errno == EEXIST))
			fault = fault_system("seal_file", path, errno);
		*ret_is_placed = !failed;
	}
	if (is_new || fault)
		unlink(beside);
	TRY(fault);
	return flush_folder(path);
}

static void
put_new_key(struct buf *text, int number)
{
	unsigned char bytes[SEAL_KEY_BYTES];
	char hex[HEX_LEN + 1];

	randombytes_buf(bytes, sizeof bytes);
	sodium_bin2hex(hex, sizeof hex, bytes, sizeof bytes);
	buf_print(text, "%d:", number);
	buf_put_bytes(text, hex, HEX_LEN);
	buf_put_char(text, '\n');
	sodium_memzero(bytes, sizeof bytes);
	sodium_memzero(hex, sizeof hex);
}

static struct fault *
make_file(const char *path)
{
	CLOSING(secret_buf_done) struct buf text;
	bool is_placed;

	/* All of its room at once: a growing buf would leave copies of the key behind. */
	buf_init(&text, MOST_BYTES);
	buf_make_room(&text, sizeof head + 100);
	buf_put(&text, STR(head));
	put_new_key(&text, 1);
	TRY(buf_check(&text));
	/* Another process may be first; its file is then as good. */
	return place_file(path, buf_str(&text), true, &is_placed);
}

struct fault *
seal_raws_load(const char *path, bool is_making, struct seal_raws *ret_raws)
{
	CLOSING(secret_buf_done) struct buf text;
	const char *given = getenv(variable);

	buf_init(&text, MOST_BYTES);
	ret_raws->count = 0;
	if (given && *given)
		return parse_keys(variable, str_of(given), ret_raws);
	if (is_making && !file_exists(path))
		TRY(make_file(path));
	buf_make_room(&text, MOST_BYTES);
	TRY(load_file(path, &text));
	return parse_keys(path, buf_str(&text), ret_raws);
}

/* --- one more key --- */

/* Hold the file against others who add a key. Renaming puts another file in its place, so the one
 * that was locked must still be the one with the name. */
static struct fault *
lock_file(const char *path, int *ret_fd)
{
	for (int i = 0; i < TRIES; i++) {
		CLOSING(descriptor_close) int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
		struct stat mine;
		struct stat named;

		if (fd < 0 || flock(fd, LOCK_EX) != 0 || fstat(fd, &mine) != 0)
			return fault_system("seal_file", path, errno);
		if (stat(path, &named) == 0 && named.st_ino == mine.st_ino &&
			named.st_dev == mine.st_dev) {
			*ret_fd = fd;
			fd = -1;
			return NULL;
		}
	}
	return fault_system("seal_file", path, EBUSY);
}

struct fault *
seal_add_key(const char *path, int *ret_number)
{
	CLOSING(seal_raws_done) struct seal_raws raws = { .count = 0 };
	CLOSING(secret_buf_done) struct buf text;
	CLOSING(descriptor_close) int lock = -1;
	const char *given = getenv(variable);
	bool is_placed;
	int number;

	buf_init(&text, MOST_BYTES);
	if (given && *given)
		return fault_new(FAULT_INPUT, "seal_environment",
			"密钥来自环境变量 %s，程序不能增加。请在设置它的地方加上新的“编号:密钥”。",
			"The keys come from the variable %s, where the program cannot add one. Add "
			"NUMBER:KEY where that variable is set.",
			variable);
	TRY(seal_wake());
	buf_make_room(&text, MOST_BYTES);
	TRY(load_file(path, &text)); /* says clearly when it is not there or open to others */
	buf_clear(&text);
	TRY(lock_file(path, &lock));
	TRY(load_file(path, &text));
	TRY(parse_keys(path, buf_str(&text), &raws));
	if (raws.count == SEAL_MOST_KEYS)
		return fault_new(FAULT_LIMIT, "seal_many",
			"密钥已有 %d 个，不能再加。请先运行 gongkai keys "
			"rotate，再删去旧的（第一个除外）。",
			"There are %d keys already. Run gongkai keys rotate, then remove old ones "
			"(not "
			"the first).",
			(int)SEAL_MOST_KEYS);
	number = raws.at[raws.count - 1].number + 1;
	if (text.len && text.at[text.len - 1] != '\n')
		buf_put_char(&text, '\n');
	put_new_key(&text, number);
	TRY(buf_check(&text));
	TRY(place_file(path, buf_str(&text), false, &is_placed));
	*ret_number = number;
	return NULL;
}
