package io.portcullis.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AccountRulesTest {

  private static final String DIFFERENT = "abcd";

  static Stream<Arguments> names() {
    return Stream.of(
        Arguments.of("nothing", "", false),
        Arguments.of("one character", "a", false),
        Arguments.of("two", "ab", true),
        Arguments.of("a hundred", "a".repeat(100), true),
        Arguments.of("a hundred and one", "a".repeat(101), false),
        Arguments.of("everything that is allowed", "azAZ09-._~", true),
        Arguments.of("a space", "a b", false),
        Arguments.of("a slash", "a/b", false),
        Arguments.of("a comma", "a,b", false),
        Arguments.of("a letter of Unicode", "jürgen", false),
        Arguments.of("a line feed at the end", "ab\n", false));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void names(String what, String name, boolean allowed) {
    assertThat(AccountRules.allowsName(name)).isEqualTo(allowed);
  }

  static Stream<Arguments> passwords() {
    return Stream.of(
        Arguments.of("12 characters", DIFFERENT.repeat(3), List.of()),
        Arguments.of(
            "11 characters",
            DIFFERENT.repeat(3).substring(1),
            List.of("it has 11 characters; 12 to 250 are allowed")),
        Arguments.of("250 characters", DIFFERENT + "a".repeat(246), List.of()),
        Arguments.of(
            "251 characters",
            DIFFERENT + "a".repeat(247),
            List.of("it has 251 characters; 12 to 250 are allowed")),
        Arguments.of("4 different characters", "abcdabcdabcd", List.of()),
        Arguments.of(
            "3 different characters",
            "abcabcabcabc",
            List.of("it has 3 different characters; at least 4 are needed")),
        Arguments.of("the first and the last of printable ASCII", " ~abcdefghijk", List.of()),
        Arguments.of(
            "one before",
            "abcdefghijk\u001f",
            List.of("it has a character that is not printable ASCII")),
        Arguments.of(
            "one behind",
            "abcdefghijk\u007f",
            List.of("it has a character that is not printable ASCII")),
        Arguments.of(
            "a comma", "abcdefghijk,", List.of("it has a comma, a colon or an equals sign")),
        Arguments.of(
            "a colon", "abcdefghijk:", List.of("it has a comma, a colon or an equals sign")),
        Arguments.of(
            "an equals sign", "abcdefghijk=", List.of("it has a comma, a colon or an equals sign")),
        Arguments.of(
            "all at once",
            "\u00e9,",
            List.of(
                "it has 2 characters; 12 to 250 are allowed",
                "it has a character that is not printable ASCII",
                "it has a comma, a colon or an equals sign",
                "it has 2 different characters; at least 4 are needed")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void passwords(String what, String password, List<String> broken) {
    assertThat(AccountRules.brokenBy(password.toCharArray())).isEqualTo(broken);
  }
}
