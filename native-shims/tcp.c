/* A connection to a host, for telnet windows. */
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "mux_shims.h"

/* Waits: it is for a process that has nothing else to do. Tries each address of the host in turn. */
int32_t mux_tcp_connect(const char *host, const char *service, int32_t *fd)
{
    struct addrinfo hints = { .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM }, *found = NULL;
    int result = getaddrinfo(host, service, &hints, &found);
    if (result != 0)
        return result == EAI_SYSTEM ? -errno : -ENOENT;
    int error = ECONNREFUSED, made = -1;
    for (struct addrinfo *each = found; each && made < 0; each = each->ai_next) {
        made = socket(each->ai_family, each->ai_socktype | SOCK_CLOEXEC, each->ai_protocol);
        if (made >= 0 && connect(made, each->ai_addr, each->ai_addrlen) < 0) {
            error = errno;
            close(made);
            made = -1;
        }
    }
    freeaddrinfo(found);
    if (made < 0)
        return -error;
    if (fcntl(made, F_SETFL, O_NONBLOCK) < 0) {
        close(made);
        return -errno;
    }
    *fd = made;
    return 0;
}
