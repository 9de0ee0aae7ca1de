package io.portcullis.report;

import static io.portcullis.policy.DestinationName.queue;
import static io.portcullis.rule.Operation.ADMIN;
import static io.portcullis.rule.Operation.READ;
import static io.portcullis.rule.Operation.WRITE;
import static io.portcullis.testing.SomeUses.lacking;
import static io.portcullis.testing.SomeUses.permitted;
import static io.portcullis.testing.SomeUses.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.broker.rights.GroupRights;
import io.portcullis.testing.SomeUses;
import io.portcullis.usage.Observation;
import io.portcullis.usage.Observation.Dropped;
import io.portcullis.usage.Seen;
import io.portcullis.usage.Use;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the matrix of rights shows of what was used. */
class HtmlRightsTest {

  private static final Duration LONG = Duration.ofDays(30);
  private static final String HOSTILE = "<img src=x onerror=alert(1)>\"'&\u202e\ud800";

  private static final List<GroupRights> MAP =
      List.of(
          row("queue://>", "staff", "r"),
          row("queue://>", "admins", "rwa"),
          row("queue://ORDERS.*", "staff", "rw"),
          row("queue://ORDERS.>", "staff", "rw"),
          row("queue://ORDERS.EU", "staff", "rw"),
          row("temporary destinations", "staff", "rwa"),
          row("topic://NEWS", "*", "r"));

  private static GroupRights row(String destinations, String group, String rights) {
    return new GroupRights(
        destinations, group, rights.contains("r"), rights.contains("w"), rights.contains("a"));
  }

  private static Observation observed(Use... uses) {
    return SomeUses.observed(LONG, List.of(uses), List.of());
  }

  private static String page(Observation observed) {
    return page(MAP, Optional.of(observed), true);
  }

  private static String page(
      List<GroupRights> map, Optional<Observation> observed, boolean mapDecides) {
    StringBuilder page = new StringBuilder();
    new HtmlRights(map, observed, mapDecides).appendTo(page);
    return page.toString();
  }

  /** The cells that say something, as a screen reader has them. */
  private static List<String> cells(String page) {
    List<String> groups = texts("<th scope=\"col\" class=\"group\"><span>(.*?)</span>", page);
    List<String> cells = new ArrayList<>();
    Matcher row = Pattern.compile("<tr><th scope=\"row\">(.*?)</th>(.*)</tr>").matcher(page);
    while (row.find()) {
      List<String> words = texts("<span class=\"hidden\">(.*?)</span>", row.group(2));
      for (int i = 0; i < words.size(); i++) {
        if (!words.get(i).equals("nothing")) {
          cells.add(
              "%s %s: %s"
                  .formatted(
                      row.group(1).replace("<wbr>", "").replace("&#62;", ">"),
                      groups.get(i),
                      words.get(i)));
        }
      }
    }
    return cells;
  }

  private static List<String> texts(String pattern, String page) {
    return Pattern.compile(pattern).matcher(page).results().map(found -> found.group(1)).toList();
  }

  @Test
  void withoutAnObservationWhatIsGrantedIsHeld() {
    String page = page(MAP, Optional.empty(), true);

    assertThat(cells(page))
        .contains(
            "queue://> admins: read, write, admin",
            "queue://ORDERS.> staff: read, write",
            "topic://NEWS <em>everybody who is logged in</em>: read");
    assertThat(page).doesNotContain("unused", "not granted", "Observed", "#rights-mmm");
  }

  @Test
  void withoutAnyUseWhatIsGrantedIsHeldToo() {
    String page = page(observed());

    assertThat(cells(page)).isEqualTo(cells(page(MAP, Optional.empty(), true)));
    assertThat(page)
        .contains(
            "Observed from 2026-10-01 08:00 UTC to 2026-10-31 08:00 UTC, for 43,200 minutes of it."
                + " No use of a right was seen.")
        .doesNotContain("not granted", "#rights-mmm");
  }

  @Test
  void eachRightHasOneOfFourMarks() {
    String page =
        page(
            observed(
                permitted("staff", READ, queue("ANY")), lacking("staff", ADMIN, queue("OWN"))));

    assertThat(cells(page))
        .contains(
            "queue://> staff: read",
            "queue://> admins: read (unused), write (unused), admin (unused)",
            "queue://OWN staff: admin (used, not granted)");
    assertThat(page)
        .contains(
            "<symbol id=\"rights-hnn\"", "<symbol id=\"rights-uuu\"", "<symbol id=\"rights-nnm\"")
        .contains("granted and used</li>", "granted, unused</li>", "used, not granted</li>")
        .contains(
            "2 rights were used. &#34;bin/activemq portcullis suggest&#34; prints the map that they"
                + " need.");
  }

  @Test
  void whatWasRefusedIsOnlyCounted() {
    String page = page(observed(refused("guests", WRITE, queue("SECRET"))));

    assertThat(page)
        .contains("0 rights were used. 1 other right was asked for and refused.")
        .doesNotContain("SECRET", "guests");
  }

  @Test
  void withoutAMapItIsWhatTheDefaultMapWouldNotGrant() {
    String page =
        page(
            List.of(row("queue://>", "*", "rwa")),
            Optional.of(observed(lacking("staff", WRITE, queue("Q")))),
            false);

    assertThat(cells(page))
        .containsExactly(
            "queue://> <em>everybody who is logged in</em>: read (unused), write, admin (unused)",
            "queue://Q staff: write (used, not granted)");
    assertThat(page).contains("The broker has no map.");
  }

  @Test
  void usersWithoutAGroupHaveAColumn() {
    Use nobody =
        new Use(
            "",
            Set.of(),
            WRITE,
            queue("Q"),
            true,
            false,
            new Seen(SomeUses.SINCE, SomeUses.SINCE, 1));

    assertThat(cells(page(observed(nobody))))
        .contains("queue://Q <em>users without a group</em>: write (used, not granted)");
  }

  @ParameterizedTest(name = "{0} minutes, {1} uses dropped: {2}")
  @CsvSource({
    "43200, 0, unused",
    "43199, 0, never seen used in that time",
    "43200, 1, never seen used in that time"
  })
  void unusedIsOnlySaidOfALongAndWholeObservation(int minutes, int dropped, String words) {
    String page =
        page(
            SomeUses.observed(
                Duration.ofMinutes(minutes),
                new Dropped(dropped, 0, 0, 0, 0),
                List.of(permitted("staff", READ, queue("ANY"))),
                List.of()));

    assertThat(page).contains("granted, %s</li>".formatted(words), "read (%s)".formatted(words));
    assertThat(page.contains("1 use was dropped")).isEqualTo(dropped > 0);
  }

  @Test
  void namesAreTextAndNothingElse() {
    String page =
        page(
            List.of(row("queue://" + HOSTILE, HOSTILE, "r")),
            Optional.of(
                observed(
                    permitted(HOSTILE, READ, queue(HOSTILE)),
                    lacking(HOSTILE + "2", WRITE, queue(HOSTILE + ".2")),
                    lacking(HOSTILE, WRITE, queue("x".repeat(70_000))))),
            true);

    assertThat(page)
        .doesNotContain("<img", "\u202e", "\ud800", "x".repeat(300))
        .hasSizeLessThan(9_000);
    assertThat(cells(page)).hasSize(3);
  }

  @Test
  void whatIsMissingIsShownHoweverLargeTheMapIs() {
    List<GroupRights> large =
        IntStream.range(0, 500)
            .mapToObj("queue://A%03d"::formatted)
            .map(name -> row(name, "staff", "r"))
            .collect(Collectors.toList());

    String page = page(large, Optional.of(observed(lacking("staff", WRITE, queue("Z")))), true);

    assertThat(cells(page)).hasSize(400).endsWith("queue://Z staff: write (used, not granted)");
    assertThat(page).contains("<p class=\"soft\">101 more are in the JSON report.</p>");
  }

  @Test
  void ofManyMissingOnesTheRestIsCounted() {
    Use[] uses =
        IntStream.range(0, 450)
            .mapToObj(i -> lacking("staff", WRITE, queue("Z%03d".formatted(i))))
            .toArray(Use[]::new);

    assertThat(page(observed(uses)))
        .contains(
            "6 more are in the JSON report.",
            "50 more destinations were used, and that is not granted.");
  }
}
