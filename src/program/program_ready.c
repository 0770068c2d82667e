/*
 * Says READY=1 into the socket that the service manager named, as sd_notify(3) describes it.
 * It tells nothing else; the manager sees for itself when the process ends.
 */
#include "program/program_ready.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/log.h"

static const char ready[] = "READY=1";

void
program_tell_ready(void)
{
	const char *place = getenv("NOTIFY_SOCKET");
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	size_t len = place ? strlen(place) : 0;
	ssize_t told = -1;
	int fd;

	if (!len)
		return;
	errno = ENAMETOOLONG;
	fd = len <= sizeof address.sun_path ? socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0) : -1;
	if (fd >= 0) {
		memcpy(address.sun_path, place, len);
		/* @ stands for the zero byte of an abstract name. */
		if (address.sun_path[0] == '@')
			address.sun_path[0] = '\0';
		told = sendto(fd, ready, strlen(ready), MSG_NOSIGNAL,
			(const struct sockaddr *)&address,
			(socklen_t)(offsetof(struct sockaddr_un, sun_path) + len));
	}
	if (told < 0)
		LOG_EVENT(LOG_ERROR, "ready", log_number("errno", errno));
	if (fd >= 0)
		close(fd);
}
