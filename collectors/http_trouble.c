/* collectors/http_trouble.c: the words of libcurl and OpenSSL about TLS, as sentences for people.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: OpenSSL's X509_verify_cert_error_string(3) and TLS alerts (RFC 8446, 6.2) as libcurl passes them on. The
 * first row that fits wins: alerts are what the other side says of us, so they stand before our own verdict.
 */
#include "collectors/http_trouble.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *told, *sentence;
} ROWS[] = {
    {"alert certificate required", "the server wants a client certificate: give --cert and --key"},
    {"alert certificate expired", "the server refuses the client certificate: it has expired"},
    {"alert unknown ca", "the server refuses the client certificate: it does not trust who signed it"},
    {"alert bad certificate", "the server refuses the client certificate, or wants one: see --cert and --key"},
    {"alert certificate unknown", "the server refuses the client certificate"},
    {"alert access denied", "the server refuses the client certificate"},
    {"alert handshake failure",
     "the server refused the TLS handshake: it may want a client certificate (--cert, --key) or other ciphers"},
    {"alert protocol version", "the server speaks no version of TLS that is accepted here (1.2 and later)"},
    {"unsupported protocol", "the server speaks no version of TLS that is accepted here (1.2 and later)"},
    {"certificate has expired", "the server's certificate has expired: it must be renewed there"},
    {"certificate is not yet valid", "the server's certificate is not valid yet: compare the clocks"},
    {"unable to get local issuer", "the server's certificate is from an authority that is not trusted: name its PEM "
                                   "file with --ca"},
    {"unable to get issuer", "the server's certificate is from an authority that is not trusted: name its PEM file "
                             "with --ca"},
    {"self-signed certificate", "the server's certificate is from an authority that is not trusted: name its PEM file "
                                "with --ca"},
    {"self signed certificate", "the server's certificate is from an authority that is not trusted: name its PEM file "
                                "with --ca"},
    {"unable to verify the first certificate", "the server's certificate is from an authority that is not trusted: "
                                               "name its PEM file with --ca"},
    {"no alternative certificate subject name", "the server's certificate is for another name than the URL's: use a "
                                                "name that it holds"},
    {"does not match target host name", "the server's certificate is for another name than the URL's: use a name "
                                        "that it holds"},
    {"certificate revoked", "the server's certificate was revoked"},
    {"wrong version number", "the server speaks no TLS on this port: the URL may have to begin with http://"},
    {"packet length too long", "the server speaks no TLS on this port: the URL may have to begin with http://"},
};

/* Our own files: nobody was asked. */
static const struct {
    const char *told, *sentence;
} FILES[] = {
    {"error setting certificate verify locations", "the file of --ca cannot be read as PEM certificates"},
    {"error adding trust anchors", "the file of --ca cannot be read as PEM certificates"},
    {"could not load PEM client certificate", "the file of --cert cannot be read as a PEM certificate"},
    {"could not load PEM client key", "the file of --key cannot be read as a PEM key, or needs a pass phrase"},
    {"unable to set private key file", "the file of --key cannot be read as a PEM key, or needs a pass phrase"},
    {"does not match the certificate public key", "the files of --cert and --key do not belong together"},
    {"key values mismatch", "the files of --cert and --key do not belong together"},
};

bool wit_http_trouble(char *out, size_t room, const char *told, const char *otherwise)
{
    for (size_t i = 0; i < sizeof FILES / sizeof FILES[0]; i++)
        if (strstr(told, FILES[i].told) != NULL) {
            snprintf(out, room, "%s", FILES[i].sentence);
            return false;
        }
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++)
        if (strstr(told, ROWS[i].told) != NULL) {
            snprintf(out, room, "%s", ROWS[i].sentence);
            return true;
        }
    snprintf(out, room, "%s", otherwise);
    return false;
}
