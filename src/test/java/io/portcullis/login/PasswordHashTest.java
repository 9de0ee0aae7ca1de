package io.portcullis.login;

import static io.portcullis.login.LoginFiles.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PasswordHashTest {

  private static final int LARGE = Argon2idHash.MOST_MEMORY_KIB;
  private static final String SALT = "c29tZXNhbHQ";
  private static final String TAG = "CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
  private static final String BCRYPT = "abcdefghijklmnopqrstuuVXnBLFLU5JfGWbrHXddZ/3PyNLGYeqO";

  static Stream<Arguments> madeElsewhere() {
    return Stream.of(
        Arguments.of(
            "Argon2's reference implementation",
            "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
            "password"),
        Arguments.of("libxcrypt", "$2b$10$" + BCRYPT, "correct-horse-battery"),
        Arguments.of(
            "libxcrypt, of more than 72 bytes",
            "$2y$10$abcdefghijklmnopqrstuuhBb/0dYbuuS1CS8hp30IXhlFBW2VAWG",
            "x".repeat(72) + "yz"),
        Arguments.of(
            "libxcrypt, in the older form",
            "$2a$10$.rCVZVOThsIa97pEDOxvGu6c2V2x0Vbs3I.eT4DrUsNdey.ZBFR0G",
            "abcdefghijklmnopqrstuvwxyz"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void madeElsewhere(String who, String text, String password) {
    PasswordHash hash = PasswordHash.of(text, LARGE);

    assertThat(hash.matches(utf8(password))).isTrue();
    assertThat(hash.matches(utf8("y" + password))).isFalse();
    assertThat(hash.matches(utf8(password.substring(1)))).isFalse();
    assertThat(hash).hasToString(text);
  }

  @Test
  void whatIsMadeHereIsReadHere() {
    byte[] salt = utf8("sixteen-bytes-of");

    assertThat(PasswordHash.of(Argon2idHash.make(utf8("word"), salt, 7168, 5, 2).toString(), LARGE))
        .matches(hash -> hash.matches(utf8("word")))
        .matches(hash -> !hash.matches(utf8("wort")));
    assertThat(PasswordHash.of(BcryptHash.make(utf8("word"), salt, 10).toString(), LARGE))
        .matches(hash -> hash.matches(utf8("word")))
        .matches(hash -> !hash.matches(utf8("wort")));
  }

  static Stream<String> withinBounds() {
    return Stream.of(
        argon("m=7168,t=5,p=1", SALT, TAG),
        argon("m=35840,t=1,p=1", SALT, TAG),
        argon("m=262144,t=4,p=1", SALT, TAG),
        argon("m=7168,t=146,p=16", SALT, TAG),
        argon("m=7168,t=5,p=1", "c".repeat(86), "c".repeat(86)),
        argon("m=7168,t=5,p=1", SALT, "c".repeat(22)),
        "$2a$10$" + BCRYPT,
        "$2y$14$" + BCRYPT);
  }

  @ParameterizedTest
  @MethodSource
  void withinBounds(String text) {
    assertThat(PasswordHash.of(text, LARGE)).hasToString(text);
  }

  static Stream<Arguments> beyond() {
    return Stream.of(
        Arguments.of("correct-horse-battery", "its password is not hashed"),
        Arguments.of("", "its password is not hashed"),
        Arguments.of("ENC(mYRkg+4Q4hua1kvpCCI2hg==)", "its password is not hashed"),
        Arguments.of(
            "$argon2i$v=19$m=65536,t=2,p=1$c$d", "its hash is neither Argon2id nor bcrypt"),
        Arguments.of("$6$salt$hash", "its hash is neither Argon2id nor bcrypt"),
        Arguments.of("$argon2id$m=65536,t=2,p=1$c$d", argonForm()),
        Arguments.of("$argon2id$v=16$m=65536,t=2,p=1$" + SALT + "$" + TAG, argonForm()),
        Arguments.of(argon("m=7168,t=5,p=1", SALT, TAG + "="), argonForm()),
        Arguments.of(argon("m=7168,t=5,p=1", SALT, ""), argonForm()),
        Arguments.of(argon("m=-1,t=5,p=1", SALT, TAG), argonForm()),
        Arguments.of(
            argon("m=4194304,t=1,p=1", SALT, TAG),
            "m=4194304 of its hash is not from 7168 to 262144 KiB"),
        Arguments.of(
            argon("m=262145,t=1,p=1", SALT, TAG),
            "m=262145 of its hash is not from 7168 to 262144 KiB"),
        Arguments.of(
            argon("m=9999999999,t=1,p=1", SALT, TAG),
            "m=9999999999 of its hash is not from 7168 to 262144 KiB"),
        Arguments.of(
            argon("m=7167,t=6,p=1", SALT, TAG),
            "m=7167 of its hash is not from 7168 to 262144 KiB"),
        Arguments.of(
            argon("m=35839,t=1,p=1", SALT, TAG),
            "m=35839,t=1 of its hash is too weak: m times t is at least 35840"),
        Arguments.of(
            argon("m=7168,t=0,p=1", SALT, TAG),
            "m=7168,t=0 of its hash is too weak: m times t is at least 35840"),
        Arguments.of(
            argon("m=262144,t=5,p=1", SALT, TAG),
            "m=262144,t=5 of its hash is too expensive: m times t is at most 1048576"),
        Arguments.of(
            argon("m=7168,t=9999999999,p=1", SALT, TAG),
            "m=7168,t=9999999999 of its hash is too expensive: m times t is at most 1048576"),
        Arguments.of(argon("m=7168,t=5,p=0", SALT, TAG), "p=0 of its hash is not from 1 to 16"),
        Arguments.of(argon("m=7168,t=5,p=17", SALT, TAG), "p=17 of its hash is not from 1 to 16"),
        Arguments.of(
            argon("m=7168,t=5,p=1", "c".repeat(10), TAG),
            "the salt of its hash is not 8 to 64 bytes in base64"),
        Arguments.of(
            argon("m=7168,t=5,p=1", "c".repeat(87), TAG),
            "the salt of its hash is not 8 to 64 bytes in base64"),
        Arguments.of(
            argon("m=7168,t=5,p=1", "c".repeat(13), TAG),
            "the salt of its hash is not 8 to 64 bytes in base64"),
        Arguments.of(
            argon("m=7168,t=5,p=1", SALT, "c".repeat(20)),
            "the hash of its hash is not 16 to 64 bytes in base64"),
        Arguments.of("$2b$09$" + BCRYPT, "cost 9 of its hash is not from 10 to 14"),
        Arguments.of("$2b$15$" + BCRYPT, "cost 15 of its hash is not from 10 to 14"),
        Arguments.of("$2x$10$" + BCRYPT, bcryptForm()),
        Arguments.of("$2b$10$" + BCRYPT + "x", bcryptForm()),
        Arguments.of("$2b$10$" + BCRYPT.substring(1), bcryptForm()));
  }

  @ParameterizedTest(name = "\"{0}\"")
  @MethodSource
  void beyond(String text, String found) {
    assertThatThrownBy(() -> PasswordHash.of(text, LARGE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(found);
  }

  @Test
  void aSmallHeapAllowsLess() {
    String text = argon("m=20000,t=2,p=1", SALT, TAG);

    assertThat(PasswordHash.of(text, 20_000).memoryKib()).isEqualTo(20_000);
    assertThatThrownBy(() -> PasswordHash.of(text, 19_999))
        .hasMessage(
            "m=20000 of its hash is more than 19999 KiB, a quarter of the Java heap; start the"
                + " broker with -Xmx98m or more, or put what \"java -jar"
                + " activemq-portcullis-1.0.0.jar hash --bcrypt\" prints in its place");
  }

  private static String argonForm() {
    return "its hash is not of the form $argon2id$v=19$m=...,t=...,p=...$salt$hash";
  }

  private static String bcryptForm() {
    return "its hash is not of the form $2b$NN$ and 53 characters, nor $2a$ or $2y$";
  }

  private static String argon(String cost, String salt, String tag) {
    return "$argon2id$v=19$%s$%s$%s".formatted(cost, salt, tag);
  }
}
