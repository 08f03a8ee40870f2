/* tests/unit/test_digest.c: the published test vectors, and signatures that do not fit.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: FIPS 180-4 examples; RFC 4231 (HMAC-SHA-256); RFC 8032, section 7.1 (Ed25519).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/digest.h"
#include "base/io.h"
#include "tests/support/temp.h"

static void sha256(void **state)
{
    (void)state;
    static const struct {
        const char *text, *hex;
    } rows[] = {
        {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char hex[WIT_SHA256_HEX];
        wit_sha256_hex(hex, rows[i].text, strlen(rows[i].text));
        assert_string_equal(hex, rows[i].hex);
    }
    char hex[WIT_SHA256_HEX];
    wit_sha256_hex(hex, NULL, 0);
    assert_string_equal(hex, rows[0].hex);
}

static void hmac(void **state)
{
    (void)state;
    char long_key[131];
    memset(long_key, 0xaa, sizeof long_key);
    const struct {
        const char *name, *key;
        size_t key_len;
        const char *text, *hex;
    } rows[] = {
        {"case 1", "\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b", 20, "Hi There",
         "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
        {"case 2", "Jefe", 4, "what do ya want for nothing?",
         "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
        {"case 6", long_key, 131, "Test Using Larger Than Block-Size Key - Hash Key First",
         "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
        {"nothing at all", NULL, 0, "", "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        uint8_t digest[WIT_SHA256_BYTES];
        char hex[WIT_SHA256_HEX];
        print_message("%s\n", rows[i].name);
        wit_hmac_sha256(digest, rows[i].key, rows[i].key_len, rows[i].text, strlen(rows[i].text));
        wit_hex(hex, digest, sizeof digest);
        assert_string_equal(hex, rows[i].hex);
    }
}

/* RFC 8032, 7.1, TEST 2 (message 0x72), its keys in the PEM form of RFC 8410. */
static const char private_pem[] = "-----BEGIN PRIVATE KEY-----\n"
                                  "MC4CAQAwBQYDK2VwBCIEIEzNCJso/5banbbDRuwRTg9bijGfNaumJNqM9u1PuKb7\n"
                                  "-----END PRIVATE KEY-----\n";
static const char public_pem[] = "-----BEGIN PUBLIC KEY-----\n"
                                 "MCowBQYDK2VwAyEAPUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=\n"
                                 "-----END PUBLIC KEY-----\n";
static const char signature_hex[] = "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                                    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";
/* An EC key, and a key with a password: openssl genpkey -algorithm EC …, -algorithm ed25519 -aes256 -pass pass:x */
static const char ec_pem[] = "-----BEGIN PRIVATE KEY-----\n"
                             "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgBkPS8WmHvqiW1Wmy\n"
                             "9MB6JOXJYF49TxnJtSG/9Gnqg4KhRANCAARmkrtxzs9+XyZyVJ0jmmnG3GMysAAF\n"
                             "AveAE0IMoWx7/9CKX/vaScedj1sDR3xamU0vHfPj26Xf5sb/cD/+W9r/\n"
                             "-----END PRIVATE KEY-----\n";
static const char locked_pem[] = "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
                                 "MIGbMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAgR/CX4ODyiuAICCAAw\n"
                                 "DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEBggdqsrRdSbifHok7s6tOgEQKeZ\n"
                                 "YgBeW3a6sFamKcbgy792h/d7IiKLTBJS7mC/XtlBMrphnW6CXIAgIWXp2ih0PfWt\n"
                                 "Q+iaOSePCoKEUQJOc8o=\n"
                                 "-----END ENCRYPTED PRIVATE KEY-----\n";

static const char *key_file(const struct wit_temp *place, const char *name, const char *pem)
{
    const char *path = wit_fmt(place->arena, "%s/%s", place->dir, name);
    assert_true(wit_file_write(path, pem, strlen(pem), NULL));
    return path;
}

static void ed25519(void **state)
{
    const struct wit_temp *place = *state;
    const char *key = key_file(place, "key", private_pem), *public_key = key_file(place, "public", public_pem);
    uint8_t sig[64];
    char hex[129];
    struct wit_err err = {0};
    if (!wit_ed25519_sign(sig, key, "\x72", 1, &err))
        fail_msg("%s", err.text);
    wit_hex(hex, sig, sizeof sig);
    assert_string_equal(hex, signature_hex);
    assert_true(wit_ed25519_verify(public_key, sig, "\x72", 1, &err));
    assert_false(wit_ed25519_verify(public_key, sig, "\x73", 1, &err));
    assert_int_equal(err.code, WIT_EINTEGRITY);
    assert_false(wit_ed25519_verify(public_key, sig, "", 0, NULL));
    for (size_t bit = 0; bit < 512; bit++) {
        sig[bit / 8] ^= (uint8_t)(1U << bit % 8);
        assert_false(wit_ed25519_verify(public_key, sig, "\x72", 1, NULL));
        sig[bit / 8] ^= (uint8_t)(1U << bit % 8);
    }
    assert_true(wit_ed25519_verify(public_key, sig, "\x72", 1, NULL));
    assert_true(wit_ed25519_sign(sig, key, NULL, 0, NULL));
    assert_true(wit_ed25519_verify(public_key, sig, NULL, 0, NULL));
}

static void wrong_keys(void **state)
{
    const struct wit_temp *place = *state;
    const struct {
        const char *name, *path;
        enum wit_code code;
    } rows[] = {
        {"no file", wit_fmt(place->arena, "%s/none", place->dir), WIT_EIO},
        {"empty", key_file(place, "empty", ""), WIT_EPARSE},
        {"not PEM", key_file(place, "text", "hello\n"), WIT_EPARSE},
        {"public for private", key_file(place, "public", public_pem), WIT_EPARSE},
        {"another algorithm", key_file(place, "ec", ec_pem), WIT_EPARSE},
        {"with a password", key_file(place, "locked", locked_pem), WIT_EPARSE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        uint8_t sig[64] = {42};
        struct wit_err err = {0};
        print_message("%s\n", rows[i].name);
        assert_false(wit_ed25519_sign(sig, rows[i].path, "x", 1, &err));
        assert_int_equal(err.code, rows[i].code);
        assert_int_equal(sig[0], 42);
        assert_null(strstr(err.text, "hello")); /* nothing of the file goes into the text */
    }
    uint8_t sig[64] = {0};
    struct wit_err err = {0};
    assert_false(wit_ed25519_verify(key_file(place, "key", private_pem), sig, "x", 1, &err));
    assert_int_equal(err.code, WIT_EPARSE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sha256),
        cmocka_unit_test(hmac),
        cmocka_unit_test_setup_teardown(ed25519, wit_temp_set_up, wit_temp_tear_down),
        cmocka_unit_test_setup_teardown(wrong_keys, wit_temp_set_up, wit_temp_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
