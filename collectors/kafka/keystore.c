/* collectors/kafka/keystore.c: key stores and trust stores of clients as PEM texts in memory.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Old PKCS12 files are encrypted with RC2, which OpenSSL 3 has only in its legacy provider: a context of its own loads
 * both, so nothing else in the process changes.
 */
#include "collectors/kafka/keystore.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/provider.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "collectors/aws/secret.h"

enum { LINE_CHARS = 64 };

/* What one store is read with; all of it is freed at the end. */
struct work {
    struct wit_arena *arena;
    const char *what;
    OSSL_LIB_CTX *context;
    OSSL_PROVIDER *normal, *legacy;
    BIO *certificates, *key; /* key: in secure memory of OpenSSL when there is one */
    struct wit_keystore out;
};

static void work_end(struct work *w)
{
    BIO_free(w->certificates);
    BIO_free(w->key);
    if (w->legacy != NULL)
        OSSL_PROVIDER_unload(w->legacy);
    if (w->normal != NULL)
        OSSL_PROVIDER_unload(w->normal);
    OSSL_LIB_CTX_free(w->context);
    ERR_clear_error();
}

static int64_t time_ms(const ASN1_TIME *t)
{
    struct tm parts;
    return t != NULL && ASN1_TIME_to_tm(t, &parts) == 1 ? (int64_t)timegm(&parts) * 1000 : INT64_MAX;
}

static const char *name_text(struct wit_arena *arena, const X509_NAME *name, unsigned long flags)
{
    BIO *bio = BIO_new(BIO_s_mem());
    char *text;
    if (bio == NULL || X509_NAME_print_ex(bio, name, 0, flags) < 0) {
        BIO_free(bio);
        return "";
    }
    long len = BIO_get_mem_data(bio, &text);
    const char *out = wit_strndup(arena, text, len > 0 ? (size_t)len : 0);
    BIO_free(bio);
    return out;
}

static bool add_certificate(struct work *w, X509 *certificate, struct wit_err *err)
{
    if (w->out.n++ == 0) {
        w->out.subject =
            name_text(w->arena, X509_get_subject_name(certificate), XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
        w->out.not_after_ms = time_ms(X509_get0_notAfter(certificate));
    }
    return PEM_write_bio_X509(w->certificates, certificate) == 1 ||
           wit_fail(err, WIT_EPARSE, "%s: certificate %zu cannot be written as PEM", w->what, w->out.n);
}

static bool add_key(struct work *w, EVP_PKEY *key, struct wit_err *err)
{
    return PEM_write_bio_PKCS8PrivateKey(w->key, key, NULL, NULL, 0, NULL, NULL) == 1 ||
           wit_fail(err, WIT_EPARSE, "%s: the private key cannot be written as PEM", w->what);
}

static bool read_pkcs12(struct work *w, const char *bytes, size_t len, const char *password, struct wit_err *err)
{
    const unsigned char *at = (const unsigned char *)bytes;
    PKCS12 *p12 = PKCS12_init_ex(NID_pkcs7_data, w->context, NULL);
    EVP_PKEY *key = NULL;
    X509 *certificate = NULL;
    STACK_OF(X509) *others = NULL;
    bool done = false;
    if (p12 == NULL || d2i_PKCS12(&p12, &at, (long)len) == NULL)
        done = wit_fail(err, WIT_EPARSE,
                        "%s: it is neither PEM nor PKCS12 (nor JKS); give the store's type with ssl.….type", w->what);
    else if (PKCS12_parse(p12, password != NULL ? password : "", &key, &certificate, &others) != 1)
        done = wit_fail(err, WIT_EPARSE,
                        "%s: the PKCS12 file cannot be opened with its password: it is wrong or absent", w->what);
    else {
        done = certificate == NULL || add_certificate(w, certificate, err);
        for (int i = 0; done && i < sk_X509_num(others); i++)
            done = add_certificate(w, sk_X509_value(others, i), err);
        done = done && (key == NULL || add_key(w, key, err));
    }
    EVP_PKEY_free(key);
    X509_free(certificate);
    sk_X509_pop_free(others, X509_free);
    PKCS12_free(p12);
    return done;
}

static int give_password(char *out, int room, int writing, void *context)
{
    const char *password = context;
    size_t len = password != NULL ? strlen(password) : 0;
    (void)writing;
    if (len == 0 || len > (size_t)room)
        return -1;
    for (size_t i = 0; i < len; i++) /* OpenSSL counts: no NUL */
        out[i] = password[i];
    return (int)len;
}

/* One block between its BEGIN and END lines, with whatever blanks, as lines of 64 characters. */
static size_t put_block(struct wit_buf *out, const char *at)
{
    const char *label = at + 11, *label_end = strstr(label, "-----");
    const char *body = label_end != NULL ? label_end + 5 : NULL;
    const char *end = body != NULL ? strstr(body, "-----END ") : NULL;
    const char *close = end != NULL ? strstr(end + 9, "-----") : NULL;
    if (close == NULL)
        return 0;
    wit_buf_add(out, at, (size_t)(body - at));
    size_t column = LINE_CHARS;
    bool headers = memchr(body, ':', (size_t)(end - body)) != NULL; /* "Proc-Type: 4,ENCRYPTED": lines count */
    for (; body < end; body++) {
        if (headers) {
            wit_buf_putc(out, *body);
            continue;
        }
        if (strchr(" \t\r\n\f", *body) != NULL)
            continue;
        if (column == LINE_CHARS) {
            wit_buf_putc(out, '\n');
            column = 0;
        }
        wit_buf_putc(out, *body);
        column++;
    }
    if (!headers)
        wit_buf_putc(out, '\n');
    wit_buf_add(out, end, (size_t)(close + 5 - end));
    wit_buf_putc(out, '\n');
    return (size_t)(close + 5 - at);
}

static bool read_pem_block(struct work *w, const struct wit_buf *block, const char *key_password, struct wit_err *err)
{
    BIO *in = BIO_new_mem_buf(block->data, (int)block->len);
    bool done = true;
    if (strncmp(wit_buf_str(block), "-----BEGIN CERTIFICATE-----", 27) == 0 ||
        strncmp(wit_buf_str(block), "-----BEGIN TRUSTED CERTIFICATE-----", 35) == 0) {
        X509 *certificate = PEM_read_bio_X509_AUX(in, NULL, NULL, NULL);
        done = certificate != NULL
                   ? add_certificate(w, certificate, err)
                   : wit_fail(err, WIT_EPARSE, "%s: certificate %zu cannot be read", w->what, w->out.n + 1);
        X509_free(certificate);
    } else if (strstr(wit_buf_str(block), "PRIVATE KEY-----") != NULL) {
        EVP_PKEY *key = PEM_read_bio_PrivateKey(in, NULL, give_password, (void *)(uintptr_t)key_password);
        done = key != NULL ? add_key(w, key, err)
                           : wit_fail(err, WIT_EPARSE,
                                      "%s: the private key cannot be read: ssl.key.password is wrong or absent, or the "
                                      "key is broken",
                                      w->what);
        EVP_PKEY_free(key);
    }
    BIO_free(in);
    return done;
}

static bool read_pem(struct work *w, const char *bytes, size_t len, const char *key_password, struct wit_err *err)
{
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf block;
    wit_buf_init(&block, len * 2 + 64);
    bool done = true;
    for (const char *at = strstr(bytes, "-----BEGIN "); at != NULL && done; at = strstr(at, "-----BEGIN ")) {
        wit_buf_reset(&block);
        size_t taken = put_block(&block, at);
        done = taken > 0 ? read_pem_block(w, &block, key_password, err)
                         : wit_fail(err, WIT_EPARSE, "%s: a PEM block has no end", w->what);
        at += taken > 0 ? taken : 11;
    }
    wit_wipe(block.data, block.room);
    return done;
}

static const char *take(struct work *w, BIO *bio)
{
    char *text;
    long len = BIO_get_mem_data(bio, &text);
    if (len <= 0)
        return NULL;
    char *copy = wit_strndup(w->arena, text, (size_t)len);
    wit_wipe(text, (size_t)len);
    return copy;
}

bool wit_keystore_read(struct wit_keystore *out, struct wit_arena *arena, const char *what, const char *bytes,
                       size_t len, const char *password, const char *key_password, struct wit_err *err)
{
    static const unsigned char jks[] = {0xfe, 0xed, 0xfe, 0xed};
    if (len >= sizeof jks && memcmp(bytes, jks, sizeof jks) == 0)
        return wit_fail(err, WIT_EPARSE,
                        "%s: JKS stores are read by Java only; convert it: keytool -importkeystore -srckeystore FILE "
                        "-destkeystore FILE.p12 -deststoretype PKCS12",
                        what);
    if (len > WIT_KEYSTORE_MAX_BYTES)
        return wit_fail(err, WIT_ELIMIT, "%s: longer than %zu MB", what, WIT_KEYSTORE_MAX_BYTES >> 20);
    struct work w = {.arena = arena,
                     .what = what,
                     .context = OSSL_LIB_CTX_new(),
                     .certificates = BIO_new(BIO_s_mem()),
                     .key = BIO_new(BIO_s_mem()),
                     .out = {.subject = "", .not_after_ms = INT64_MAX}};
    if (w.context == NULL || w.certificates == NULL || w.key == NULL)
        wit_die("no memory for a key store");
    w.normal = OSSL_PROVIDER_load(w.context, "default");
    w.legacy = OSSL_PROVIDER_load(w.context, "legacy"); /* NULL where it is not installed: new files still open */
    bool done = memmem(bytes, len, "-----BEGIN ", 11) != NULL ? read_pem(&w, bytes, len, key_password, err)
                                                              : read_pkcs12(&w, bytes, len, password, err);
    if (done && w.out.n == 0)
        done = wit_fail(err, WIT_EPARSE, "%s: there is no certificate in it", what);
    if (done) {
        w.out.certificates = take(&w, w.certificates);
        w.out.key = take(&w, w.key);
        *out = w.out;
    }
    work_end(&w);
    return done;
}

void wit_keystore_wipe(struct wit_keystore *store)
{
    if (store->key != NULL)
        wit_wipe((void *)(uintptr_t)store->key, strlen(store->key));
    store->key = NULL;
}

const char *wit_certificate_text(char *out, size_t room, const void *der, size_t len)
{
    const unsigned char *at = der;
    X509 *certificate = d2i_X509(NULL, &at, (long)len);
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct tm until = {0};
    out[0] = '\0';
    if (certificate != NULL && ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &until) == 1)
        snprintf(out, room, "%s, valid until %04d-%02d-%02d, issued by %s",
                 name_text(arena, X509_get_subject_name(certificate), XN_FLAG_RFC2253), until.tm_year + 1900,
                 until.tm_mon + 1, until.tm_mday, name_text(arena, X509_get_issuer_name(certificate), XN_FLAG_RFC2253));
    X509_free(certificate);
    ERR_clear_error();
    return out;
}

int wit_keystore_memory_file(char path[64], const char *certificates)
{
    int fd = memfd_create("certificates", MFD_CLOEXEC);
    size_t len = strlen(certificates);
    for (size_t at = 0; fd >= 0 && at < len;) {
        ssize_t n = write(fd, certificates + at, len - at);
        if (n <= 0) {
            close(fd);
            return -1;
        }
        at += (size_t)n;
    }
    snprintf(path, 64, "/proc/self/fd/%d", fd);
    return fd;
}
