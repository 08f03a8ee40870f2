/* base/digest.c: digests and signatures, by OpenSSL.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "base/digest.h"

#include <errno.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <stdio.h>
#include <string.h>

void wit_sha256(uint8_t out[WIT_SHA256_BYTES], const void *bytes, size_t len)
{
    unsigned out_len = 0;
    if (EVP_Digest(len == 0 ? "" : bytes, len, out, &out_len, EVP_sha256(), NULL) != 1 || out_len != WIT_SHA256_BYTES)
        wit_die("OpenSSL cannot compute SHA-256");
}

void wit_hex(char *out, const uint8_t *bytes, size_t len)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < len; i++) {
        *out++ = digits[bytes[i] >> 4];
        *out++ = digits[bytes[i] & 15];
    }
    *out = '\0';
}

void wit_sha256_hex(char out[WIT_SHA256_HEX], const void *bytes, size_t len)
{
    uint8_t digest[WIT_SHA256_BYTES];
    wit_sha256(digest, bytes, len);
    wit_hex(out, digest, sizeof digest);
}

/* Its pointer is OpenSSL's own. */
struct wit_sha256_run *wit_sha256_run_new(void)
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    if (context == NULL || EVP_DigestInit_ex(context, EVP_sha256(), NULL) != 1)
        wit_die("OpenSSL cannot compute SHA-256");
    return (struct wit_sha256_run *)(void *)context;
}

void wit_sha256_run_add(struct wit_sha256_run *run, const void *bytes, size_t len)
{
    if (len > 0 && EVP_DigestUpdate((EVP_MD_CTX *)(void *)run, bytes, len) != 1)
        wit_die("OpenSSL cannot compute SHA-256");
}

void wit_sha256_run_end(char out[WIT_SHA256_HEX], struct wit_sha256_run *run)
{
    EVP_MD_CTX *context = (EVP_MD_CTX *)(void *)run;
    uint8_t digest[EVP_MAX_MD_SIZE];
    unsigned len = 0;
    if (EVP_DigestFinal_ex(context, digest, &len) != 1 || len != WIT_SHA256_BYTES)
        wit_die("OpenSSL cannot compute SHA-256");
    if (out != NULL)
        wit_hex(out, digest, WIT_SHA256_BYTES);
    EVP_MD_CTX_free(context);
}

void wit_hmac_sha256(uint8_t out[WIT_SHA256_BYTES], const void *key, size_t key_len, const void *bytes, size_t len)
{
    if (key_len > INT32_MAX)
        wit_die("an HMAC key of %zu bytes", key_len);
    unsigned out_len = 0;
    if (HMAC(EVP_sha256(), key_len == 0 ? "" : key, (int)key_len, len == 0 ? (const unsigned char *)"" : bytes, len,
             out, &out_len) == NULL ||
        out_len != WIT_SHA256_BYTES)
        wit_die("OpenSSL cannot compute HMAC-SHA-256");
}

/* A key with a password is refused; nobody is asked for one. */
static int no_password(char *to, int room, int writing, void *data)
{
    (void)to, (void)room, (void)writing, (void)data;
    return -1;
}

/* The caller frees the key. No text of OpenSSL's goes into an error: it could quote the file. */
static bool read_key(EVP_PKEY **out, const char *path, bool is_private, struct wit_err *err)
{
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return wit_fail(err, WIT_EIO, "cannot open '%s': %s", path, strerror(errno));
    EVP_PKEY *key = is_private ? PEM_read_PrivateKey(file, NULL, no_password, NULL)
                               : PEM_read_PUBKEY(file, NULL, no_password, NULL);
    fclose(file);
    ERR_clear_error();
    if (key == NULL || EVP_PKEY_get_base_id(key) != EVP_PKEY_ED25519) {
        EVP_PKEY_free(key);
        return wit_fail(err, WIT_EPARSE, "'%s' is not an Ed25519 %s key in PEM form without a password", path,
                        is_private ? "private" : "public");
    }
    *out = key;
    return true;
}

bool wit_ed25519_sign(uint8_t out[64], const char *key_path, const void *bytes, size_t len, struct wit_err *err)
{
    EVP_PKEY *key = NULL;
    if (!read_key(&key, key_path, true, err))
        return false;
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    uint8_t sig[64];
    size_t sig_len = sizeof sig;
    if (context == NULL || EVP_DigestSignInit(context, NULL, NULL, NULL, key) != 1 ||
        EVP_DigestSign(context, sig, &sig_len, len == 0 ? (const unsigned char *)"" : bytes, len) != 1 ||
        sig_len != sizeof sig)
        wit_die("OpenSSL cannot sign with Ed25519");
    EVP_MD_CTX_free(context);
    EVP_PKEY_free(key);
    memcpy(out, sig, sizeof sig);
    return true;
}

bool wit_ed25519_verify(const char *public_key_path, const uint8_t sig[64], const void *bytes, size_t len,
                        struct wit_err *err)
{
    EVP_PKEY *key = NULL;
    if (!read_key(&key, public_key_path, false, err))
        return false;
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    if (context == NULL || EVP_DigestVerifyInit(context, NULL, NULL, NULL, key) != 1)
        wit_die("OpenSSL cannot verify with Ed25519");
    int fits = EVP_DigestVerify(context, sig, 64, len == 0 ? (const unsigned char *)"" : bytes, len);
    EVP_MD_CTX_free(context);
    EVP_PKEY_free(key);
    ERR_clear_error();
    if (fits != 1) /* 0 and negative numbers alike */
        return wit_fail(err, WIT_EINTEGRITY, "the signature does not fit the public key '%s'", public_key_path);
    return true;
}

bool wit_md5_hex(char out[33], const void *bytes, size_t len)
{
    uint8_t digest[EVP_MAX_MD_SIZE];
    unsigned n = 0;
    if (EVP_Digest(bytes, len, digest, &n, EVP_md5(), NULL) != 1 || n != 16)
        return false;
    wit_hex(out, digest, n);
    return true;
}
