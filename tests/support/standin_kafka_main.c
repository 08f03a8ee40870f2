/* tests/support/standin_kafka_main.c: a loopback server that answers as a Kafka cluster would.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * standin_kafka [--brokers N] [--topics N] [--partitions N] [--acls N] [--groups N] [--user U --password P]
 *               [--advertise HOST:PORT (of the first broker)] [--faults WORD,…]
 * Prints "port N", that of the first broker, and serves until it is ended. Faults: broker-dead (listed, nobody
 * listens), broker-gone (holds replicas, is not listed), broker-slow, configs-denied, topic-configs-denied,
 * topics-denied, acls-denied, acls-newer, groups-denied, groups-newer, no-authorizer, not-super, garbage, reset,
 * trickle.
 */
#include <arpa/inet.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/support/standin_kafka.h"

static struct standin cluster = {
    .host = "127.0.0.1", .brokers = 3, .topics = 5, .partitions = 15, .acls = 10, .groups = 6, .faults = ""};

static bool receive(int fd, unsigned char *bytes, size_t len)
{
    for (size_t at = 0; at < len;) {
        ssize_t n = read(fd, bytes + at, len - at);
        if (n <= 0)
            return false;
        at += (size_t)n;
    }
    return true;
}

static bool transmit(int fd, const char *bytes, size_t len)
{
    size_t step = standin_fault(&cluster, "trickle") ? 700 : len;
    for (size_t at = 0; at < len;) {
        ssize_t n = send(fd, bytes + at, len - at < step ? len - at : step, MSG_NOSIGNAL);
        if (n <= 0)
            return false;
        at += (size_t)n;
    }
    return true;
}

enum { BROKERS = 1000, SHIFT = 20 }; /* a thread is given its descriptor and its broker in one number */

static void *serve(void *context)
{
    enum { LARGEST = 4 << 20 };
    int fd = (int)((intptr_t)context & ((1 << SHIFT) - 1));
    unsigned broker = (unsigned)((intptr_t)context >> SHIFT);
    unsigned char head[4], *request = malloc(LARGEST);
    bool authenticated = false;
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf out;
    wit_buf_init(&out, (size_t)1 << 29);
    while (request != NULL && receive(fd, head, 4)) {
        size_t len = (size_t)head[0] << 24 | (size_t)head[1] << 16 | (size_t)head[2] << 8 | head[3];
        unsigned slow = 0;
        if (len > LARGEST || !receive(fd, request, len) || standin_fault(&cluster, "reset"))
            break;
        if (standin_fault(&cluster, "garbage")) {
            transmit(fd, "HTTP/1.1 400 Bad Request\r\n\r\n", 28);
            break;
        }
        if (!standin_answer(&out, &cluster, broker, request, len, &authenticated, &slow))
            break;
        sleep(slow);
        if (!transmit(fd, out.data, out.len))
            break;
    }
    close(fd);
    free(request);
    return NULL;
}

static unsigned *number_option(const char *name)
{
    return strcmp(name, "--brokers") == 0      ? &cluster.brokers
           : strcmp(name, "--topics") == 0     ? &cluster.topics
           : strcmp(name, "--partitions") == 0 ? &cluster.partitions
           : strcmp(name, "--acls") == 0       ? &cluster.acls
           : strcmp(name, "--groups") == 0     ? &cluster.groups
                                               : NULL;
}

static int listen_at(unsigned *port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd < 0 || bind(fd, (struct sockaddr *)&address, size) != 0 || listen(fd, 512) != 0 ||
        getsockname(fd, (struct sockaddr *)&address, &size) != 0)
        return -1;
    *port = ntohs(address.sin_port);
    return fd;
}

int main(int argc, char **argv)
{
    char *advertise = NULL;
    for (int i = 1; i + 1 < argc; i += 2) {
        if (number_option(argv[i]) != NULL)
            *number_option(argv[i]) = (unsigned)strtoul(argv[i + 1], NULL, 10);
        else if (strcmp(argv[i], "--user") == 0)
            cluster.user = argv[i + 1];
        else if (strcmp(argv[i], "--password") == 0)
            cluster.password = argv[i + 1];
        else if (strcmp(argv[i], "--faults") == 0)
            cluster.faults = argv[i + 1];
        else if (strcmp(argv[i], "--advertise") == 0)
            advertise = argv[i + 1];
        else
            return 2;
    }
    if (cluster.brokers == 0 || cluster.brokers > BROKERS || cluster.topics == 0 ||
        (cluster.user == NULL) != (cluster.password == NULL) ||
        (cluster.user != NULL && strlen(cluster.user) + strlen(cluster.password) > 200))
        return 2;
    static struct pollfd listeners[BROKERS];
    static unsigned ports[BROKERS];
    for (unsigned i = 0; i < cluster.brokers; i++) {
        listeners[i] = (struct pollfd){.fd = listen_at(&ports[i]), .events = POLLIN};
        if (listeners[i].fd < 0)
            return 1;
    }
    printf("port %u\n", ports[0]);
    fflush(stdout);
    char *colon = advertise != NULL ? strrchr(advertise, ':') : NULL;
    if (colon != NULL) {
        *colon = '\0';
        cluster.host = advertise;
        ports[0] = (unsigned)strtoul(colon + 1, NULL, 10);
    }
    cluster.ports = ports;
    signal(SIGPIPE, SIG_IGN);
    while (poll(listeners, cluster.brokers, -1) > 0)
        for (unsigned i = 0; i < cluster.brokers; i++) {
            pthread_t thread;
            if (listeners[i].revents == 0)
                continue;
            int fd = accept(listeners[i].fd, NULL, NULL);
            void *which = (void *)((intptr_t)i << SHIFT | (intptr_t)fd);
            if (fd >= 0 && pthread_create(&thread, NULL, serve, which) == 0)
                pthread_detach(thread);
            else if (fd >= 0)
                close(fd);
        }
    return 1;
}
