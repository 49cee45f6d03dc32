/* peer.c: what the collector is measured against: a bare libmicrohttpd in the same kind
 * of loop that echoes each POST (peer echo PORT), or parses it with jansson first (peer
 * parse PORT). It keeps nothing and checks nothing. */
#include <arpa/inet.h>
#include <jansson.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BODY_MOST = 16 * 1024 };

struct body {
    size_t length;
    char bytes[BODY_MOST];
};

static enum MHD_Result answer(struct MHD_Connection *connection, struct body *body,
                              bool parse)
{
    json_t *document =
        parse ? json_loadb(body->bytes, body->length, JSON_REJECT_DUPLICATES, NULL)
              : NULL;
    unsigned status = parse && !document ? 400 : 201;
    json_decref(document);
    struct MHD_Response *response = MHD_create_response_from_buffer(
        body->length, body->bytes, MHD_RESPMEM_MUST_COPY);
    enum MHD_Result sent = MHD_queue_response(connection, status, response);
    MHD_destroy_response(response);
    return sent;
}

static enum MHD_Result handle(void *context, struct MHD_Connection *connection,
                              const char *url, const char *method, const char *version,
                              const char *data, size_t *size, void **own)
{
    struct body *body = *own;
    (void)url;
    (void)method;
    (void)version;
    if (!body) {
        *own = body = malloc(sizeof *body);
        if (body)
            body->length = 0;
        return body ? MHD_YES : MHD_NO;
    }
    if (*size == 0)
        return answer(connection, body, *(const bool *)context);
    size_t room = BODY_MOST - body->length, taken = *size < room ? *size : room;
    memcpy(body->bytes + body->length, data, taken);
    body->length += taken;
    *size = 0;
    return MHD_YES;
}

static void complete(void *context, struct MHD_Connection *connection, void **own,
                     enum MHD_RequestTerminationCode code)
{
    (void)context;
    (void)connection;
    (void)code;
    free(*own);
    *own = NULL;
}

int main(int argc, char **argv)
{
    bool parse = argc == 3 && strcmp(argv[1], "parse") == 0;
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_addr = {htonl(INADDR_LOOPBACK)}};
    if (argc != 3)
        return 64;
    address.sin_port = htons((uint16_t)atoi(argv[2]));
    struct MHD_Daemon *daemon = MHD_start_daemon(
        MHD_USE_EPOLL, 0, NULL, NULL, handle, &parse, MHD_OPTION_SOCK_ADDR, &address,
        MHD_OPTION_CONNECTION_LIMIT, 2000U, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        (size_t)16384, MHD_OPTION_NOTIFY_COMPLETED, complete, NULL, MHD_OPTION_END);
    if (!daemon)
        return 74;
    struct pollfd ready = {
        .fd = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_EPOLL_FD)->listen_fd,
        .events = POLLIN};
    for (;;) {
        MHD_UNSIGNED_LONG_LONG timeout = 1000;
        if (MHD_get_timeout(daemon, &timeout) != MHD_YES || timeout > 1000)
            timeout = 1000;
        poll(&ready, 1, (int)timeout);
        MHD_run(daemon);
    }
}
