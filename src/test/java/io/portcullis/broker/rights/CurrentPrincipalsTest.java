package io.portcullis.broker.rights;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.testing.SetClock;
import java.security.Principal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.activemq.jaas.GroupPrincipal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Of a user who is not connected. */
class CurrentPrincipalsTest {

  private static final Set<Principal> FILED = Set.of(new GroupPrincipal("filed"));
  private static final Set<Principal> BEFORE = Set.of(new GroupPrincipal("before"));

  private final SetClock clock = new SetClock(Instant.EPOCH);

  @ParameterizedTest(name = "sources {0}, remembered {1}: {2}")
  @CsvSource({
    "KNOWN,          true,  FILED",
    "GONE,           true,  NOTHING",
    "GONE,           false, NOTHING",
    "UNTOLD,         true,  BEFORE",
    "UNTOLD,         false, UNKNOWN",
    "KNOWN UNTOLD,   true,  BEFORE",
    "GONE UNTOLD,    false, UNKNOWN",
    "GONE KNOWN,     true,  FILED",
    "SILENT,         true,  BEFORE",
    "SILENT,         false, UNKNOWN"
  })
  void theFilesDecideWhereTheyCan(String sources, boolean remembered, String expected) {
    List<AccountSource> accounts =
        Arrays.stream(sources.split(" ")).map(CurrentPrincipalsTest::source).toList();
    CurrentPrincipals principals =
        new CurrentPrincipals(
            new LiveLogins(),
            accounts,
            user -> remembered ? Optional.of(BEFORE) : Optional.empty(),
            clock);

    assertThat(principals.of("user"))
        .isEqualTo(
            switch (expected) {
              case "FILED" -> Optional.of(FILED);
              case "BEFORE" -> Optional.of(BEFORE);
              case "NOTHING" -> Optional.of(Set.of());
              default -> Optional.empty();
            });
  }

  private static AccountSource source(String kind) {
    return user ->
        switch (kind) {
          case "KNOWN" -> Optional.of(Membership.Known.of("file", FILED));
          case "GONE" -> Optional.of(new Membership.NoSuchUser("file"));
          case "UNTOLD" -> Optional.of(new Membership.Untold("directory", "is not asked"));
          default -> Optional.empty();
        };
  }
}
