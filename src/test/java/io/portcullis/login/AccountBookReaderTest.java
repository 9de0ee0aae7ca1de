package io.portcullis.login;

import static io.portcullis.login.LoginFiles.hash;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.portcullis.policy.ConfigurationException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AccountBookReaderTest {

  private static final AccountFiles FILES =
      new AccountFiles(Path.of("/u"), Path.of("/g"), "activemq-webconsole");
  private static final String HASH_IT =
      "; put what \"java -jar activemq-portcullis-1.0.0.jar hash\" prints in its place";

  private static AccountBook read(String users, String groups) throws Exception {
    return AccountBookReader.read(FILES, users, groups, Argon2idHash.MOST_MEMORY_KIB);
  }

  @Test
  void usersAreInTheirGroupsAndMarkedOnesInTheSystemGroup() throws Exception {
    AccountBook book =
        read(
            """
            # who
            alice=%1$s
            bob = %1$s ; consoleAccess
            carol:%1$s;consoleAccess
            ! nobody else

            """
                .formatted(hash()),
            "admins=alice, bob\r\nusers=bob,\\\r\n   carol,\r\nnone=\r\n");

    assertThat(book.size()).isEqualTo(3);
    assertThat(book.groups("alice")).hasValue(Set.of("admins"));
    assertThat(book.groups("bob")).hasValue(Set.of("admins", "users", "activemq-webconsole"));
    assertThat(book.groups("carol")).hasValue(Set.of("users", "activemq-webconsole"));
    assertThat(book.groups("dave")).isEmpty();
  }

  @Test
  void noUsersAreNoFault() throws Exception {
    assertThat(read("# nobody yet\n", "").size()).isZero();
  }

  @Test
  void somebodyElsesUsersMayStandInTheGroups() throws Exception {
    assertThat(read("", "admins=the-certificates-user").groups("the-certificates-user")).isEmpty();
  }

  @Test
  void everythingInBothFilesIsSaidAtOnce() {
    String twentyOne =
        IntStream.rangeClosed(1, 21)
            .mapToObj("g%d=alice\n"::formatted)
            .collect(Collectors.joining());

    assertThat(
            problems(
                "alice=%s\nbob=secret-secret\n\nx=%s\nalice=%s;admin\n"
                    .formatted(hash(), hash(), hash()),
                twentyOne + "y=alice\ng1=alice,b b,x"))
        .containsExactly(
            "/u line 2: user \"bob\": its password is not hashed" + HASH_IT,
            "/u line 4: user \"x\": its name is not 2 to 100 characters of A-Z a-z 0-9 - . _ ~;"
                + " rename it",
            "/u line 5: user \"alice\" stands in an earlier line too; keep one of them",
            "/u line 5: user \"alice\": what stands behind \";\" is not consoleAccess; correct or"
                + " remove it",
            "/g line 21: group \"g21\": user \"alice\" would be in more than 20 groups; take it out"
                + " of some",
            "/g line 22: group \"y\": its name is not 2 to 100 characters of A-Z a-z 0-9 - . _ ~;"
                + " rename it",
            "/g line 23: group \"g1\" stands in an earlier line too; put all its users into one",
            "/g line 23: group \"g1\": its user \"b b\" is not 2 to 100 characters of A-Z a-z 0-9"
                + " - . _ ~; correct it",
            "/g line 23: group \"g1\": its user \"x\" is not 2 to 100 characters of A-Z a-z 0-9"
                + " - . _ ~; correct it");
  }

  @Test
  void twentyGroupsAreAllowedTheSystemGroupAmongThem() throws Exception {
    String nineteen =
        IntStream.rangeClosed(1, 19)
            .mapToObj("g%d=alice\n"::formatted)
            .collect(Collectors.joining());

    assertThat(read("alice=%s;consoleAccess".formatted(hash()), nineteen).groups("alice"))
        .hasValueSatisfying(groups -> assertThat(groups).hasSize(20));
    assertThat(problems("alice=%s;consoleAccess".formatted(hash()), nineteen + "g20=alice"))
        .containsExactly(
            "/g line 20: group \"g20\": user \"alice\" would be in more than 20 groups; take it out"
                + " of some");
  }

  static Stream<Arguments> mistyped() {
    return Stream.of(
        Arguments.of(
            "no equals sign",
            "alice",
            "/u line 1: user \"alice\": its password is not hashed" + HASH_IT),
        Arguments.of(
            "a mark in other letters",
            "alice=%s;consoleaccess".formatted(hash()),
            "/u line 1: user \"alice\": what stands behind \";\" is not consoleAccess; correct or"
                + " remove it"),
        Arguments.of(
            "a line break inside a hash",
            "# x\nalice=%s\n%s".formatted(hash().substring(0, 60), hash().substring(60)),
            "/u line 2: user \"alice\": the hash of its hash is not 16 to 64 bytes in base64"
                + HASH_IT),
        Arguments.of(
            "half an escape",
            "ali\\u00=x",
            "/u line 1: it has a \\u without four hexadecimal digits; correct it"),
        Arguments.of(
            "a line feed in a name",
            "al\\nice=%s".formatted(hash()),
            "/u line 1: user \"al?ice\": its name is not 2 to 100 characters of A-Z a-z 0-9 - . _"
                + " ~; rename it"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void mistyped(String what, String users, String first) {
    assertThat(problems(users, "")).first().isEqualTo(first);
  }

  @Test
  void noPasswordStandsInAnError() {
    assertThat(problems("alice=top-secret-word\nbob=$argon2id$top-secret-word\n", ""))
        .hasSize(2)
        .noneMatch(problem -> problem.contains("top-secret"));
  }

  private static List<String> problems(String users, String groups) {
    return catchThrowableOfType(ConfigurationException.class, () -> read(users, groups)).problems();
  }

  @Test
  void whereTheHeapIsTooSmallTheSameHashAgainIsNoRemedy() {
    AccountFiles files = new AccountFiles(Path.of("/u"), Path.of("/g"), "activemq-webconsole");

    assertThatThrownBy(() -> AccountBookReader.read(files, "alice=" + LoginFiles.hash(), "", 7167))
        .hasMessage(
            """
            The files of users and groups cannot be used:
              /u line 1: user "alice": m=7168 of its hash is more than 7167 KiB, a quarter of the \
            Java heap; start the broker with -Xmx35m or more, or put what "java -jar \
            activemq-portcullis-1.0.0.jar hash --bcrypt" prints in its place""");
  }
}
