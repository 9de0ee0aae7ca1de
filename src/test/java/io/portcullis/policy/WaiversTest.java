package io.portcullis.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.portcullis.policy.Resource.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WaiversTest {

  private static final Set<String> RULES = Set.of("require-tls", "refuse-root");
  private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

  @ParameterizedTest(name = "{0} waives {1}: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "*                 | legacy                        | true",
        "*                 | queue://A,topic://B           | true",
        "legacy            | legacy                        | true",
        "legacy            | Legacy                        | false",
        "legacy            | legacy2                       | false",
        "/etc/a,b          | /etc/a,b                      | true",
        "queue://A         | queue://A                     | true",
        "queue://A         | topic://A                     | false",
        "queue://A         | queue://a                     | false",
        "queue://A         | queue://A,queue://B           | false",
        "queue://A         | queue://A,queue://A           | true",
        "queue://A         | queue://queue://A             | false",
        "queue://ORDERS.>  | queue://ORDERS                | true",
        "queue://ORDERS.>  | queue://ORDERS.EU.X           | true",
        "queue://ORDERS.>  | queue://ORDERSX               | false",
        "queue://ORDERS.>  | queue://ORDERS.A,queue://SEC  | false",
        "queue://ORDERS.*  | queue://ORDERS.A              | true",
        "queue://ORDERS.*  | queue://ORDERS.A.B            | false",
        "queue://ORDERS.*  | queue://ORDERS                | false",
        "queue://ORDERS.*  | queue://ORDERS.>              | false",
        "queue://ORDERS.*  | queue://ORDERS.*              | true",
        "queue://ORDERS.A  | queue://ORDERS.*              | false",
        "queue://ORDERS.>  | queue://ORDERS.>              | true",
        "queue://ORDERS.>  | queue://>                     | false",
        "queue://ORDERS.>  | queue://ORDERS.>.A            | true",
        "queue://*         | queue://A                     | true",
        "queue://*         | queue://A.B                   | false",
        "queue://*.A       | queue://B.A                   | true",
        "A                 | queue://A                     | true",
        "A                 | topic://A                     | true",
        "A                 | temp-queue://A                | false",
        "A                 | queue://A,topic://A           | true",
        ">                 | queue://A.B                   | true",
        ">                 | legacy                        | false",
        ">                 | temp-topic://ID:x             | false",
        "temp-queue://>    | temp-queue://ID:a-1:1:1       | true",
        "A.>.B             | queue://A.X.B                 | false",
        "queue://A         | legacy,queue://A              | false",
        "A                 | ''                            | false"
      })
  void aWaiverIsForItsSubjectAndNoOther(String subject, String asked, boolean waived)
      throws Exception {
    Waivers waivers = waivers(entry("require-tls", subject, "x", "2027-01-01"));

    assertThat(holding(waivers, "require-tls", asked, NOW).isEmpty()).isEqualTo(!waived);
    assertThat(holding(waivers, "refuse-root", asked, NOW)).isEmpty();
  }

  /** What a text names that has no kind before it. */
  private static Set<Waiver> holding(Waivers waivers, String rule, String asked, Instant now) {
    List<String> parts = List.of(asked.split(",", -1));
    return parts.stream().allMatch(part -> DestinationName.qualified(part).isPresent())
        ? waivers.holding(
            rule, new Resource(Kind.DESTINATION, parts), name -> Kind.DESTINATION, now)
        : waivers.holding(rule, Resource.connector(asked), name -> Kind.CONNECTOR, now);
  }

  @Test
  void theListOfDestinationsIsWaivedWhereEachPartIsWhicheverWaiverDoes() throws Exception {
    Waivers waivers =
        waivers(
            entry("require-tls", "queue://A.>", "x", "2027-01-01"),
            entry("require-tls", "A.B", "x", "2027-01-01"),
            entry("require-tls", "topic://C", "x", "2027-01-01"));

    assertThat(holding(waivers, "require-tls", "queue://A.B,topic://C", NOW))
        .containsExactlyElementsOf(waivers.all());
    assertThat(holding(waivers, "require-tls", "queue://A.B,queue://C", NOW)).isEmpty();
  }

  @Test
  void itEndsAtTheStartOfItsDayInUtc() throws Exception {
    Waivers waivers = waivers(entry("require-tls", "legacy", "x", "2026-11-02"));
    Instant end = Instant.parse("2026-11-02T00:00:00Z");

    assertThat(holding(waivers, "require-tls", "legacy", end.minusNanos(1))).hasSize(1);
    assertThat(holding(waivers, "require-tls", "legacy", end)).isEmpty();
    assertThat(waivers.existFor("require-tls")).isTrue();
    assertThat(waivers.existFor("refuse-root")).isFalse();
  }

  @Test
  void ofTwoThatAreForTheSameTheOneThatHoldsHolds() throws Exception {
    Waivers waivers =
        waivers(
            entry("require-tls", "legacy", "first", "2026-11-01"),
            entry("require-tls", "*", "second", "9999-12-31"));

    assertThat(holding(waivers, "require-tls", "legacy", NOW))
        .containsExactly(waivers.all().get(1));
  }

  @Test
  void everyErrorIsSaidAtOnce() {
    ConfigurationException refusal =
        catchThrowableOfType(
            ConfigurationException.class,
            () ->
                waivers(
                    entry("", " ", "", ""),
                    entry("require-tsl", "queue://A..B", " ", "2027-02-30"),
                    entry("require-tls", "queue://A,queue://B", "x", "31.3.2027"),
                    entry("require-tls", "topic://A.>.B", "x", "2027-3-1"),
                    entry("require-tls", " legacy", "x", "2027-03-31"),
                    entry("require-tls", "legacy ", "y", "2028-03-31")));

    assertThat(refusal.problems())
        .containsExactly(
            "waivers[0].rule is missing; name one of refuse-root, require-tls",
            "waivers[0].subject is missing; name a connector, a destination or a file, or * for"
                + " everything",
            "waivers[0].reason is missing; say why, for whoever asks before it ends",
            "waivers[0].until is missing; name the day at whose start it ends",
            "waivers[1].rule=\"require-tsl\" is not one of refuse-root, require-tls",
            "waivers[1].subject=\"queue://A..B\" has an empty level",
            "waivers[1].reason is missing; say why, for whoever asks before it ends",
            "waivers[1].until=\"2027-02-30\" is not a date such as 2027-03-31",
            "waivers[2].subject=\"queue://A,queue://B\" names several destinations; write one entry"
                + " for each",
            "waivers[2].until=\"31.3.2027\" is not a date such as 2027-03-31",
            "waivers[3].subject=\"topic://A.>.B\" has a > that is not its last level",
            "waivers[3].until=\"2027-3-1\" is not a date such as 2027-03-31",
            "waivers[5]: rule \"require-tls\" and subject \"legacy\" were said already");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2027-02-29",
        "2027-13-01",
        "2027-00-10",
        "2027-01-00",
        "+2027-01-01",
        "20270101",
        "2027-01-01T00:00",
        "2027-01-01Z",
        "99999-01-01",
        "tomorrow",
        "-2027-01-01"
      })
  void onlyADayThatThereIsIsADate(String until) {
    assertThat(
            catchThrowableOfType(
                    ConfigurationException.class,
                    () -> waivers(entry("require-tls", "legacy", "x", until)))
                .problems())
        .containsExactly(
            "waivers[0].until=\"%s\" is not a date such as 2027-03-31".formatted(until));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2028-02-29", "9999-12-31", " 2027-01-01 ", "2001-01-01"})
  void aDayMayBeFarAwayOrOver(String until) throws Exception {
    assertThat(waivers(entry("require-tls", "legacy", "x", until)).all()).hasSize(1);
  }

  @Test
  void anotherRuleOrAnotherSubjectIsAnotherWaiver() throws Exception {
    Waivers waivers =
        waivers(
            entry("require-tls", "legacy", "x", "2027-01-01"),
            entry("refuse-root", "legacy", "x", "2027-01-01"),
            entry("require-tls", "other", "x", "2027-01-01"));

    assertThat(waivers.all()).hasSize(3);
  }

  private static WaiverEntry entry(String rule, String subject, String reason, String until) {
    return new WaiverEntry(rule, subject, reason, until);
  }

  private static Waivers waivers(WaiverEntry... entries) throws ConfigurationException {
    return Policy.builder().waivers(new ArrayList<>(List.of(entries))).build(RULES).waivers();
  }
}
