package io.portcullis.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.policy.DestinationName;
import io.portcullis.testing.SomeUses;
import io.portcullis.usage.KeyUse;
import io.portcullis.usage.Observation;
import io.portcullis.usage.Observation.Dropped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the page says of the keys of bodies. */
class HtmlKeysTest {

  private static final DestinationName QUEUE = DestinationName.queue("ORDERS.EU");

  private static String page(Observation observed) {
    StringBuilder page = new StringBuilder();
    new HtmlKeys(Optional.of(observed)).appendTo(page);
    return page.toString();
  }

  private static String page(KeyUse... keys) {
    return page(SomeUses.observed(Duration.ofDays(1), List.of(), List.of(keys)));
  }

  @Test
  void withoutAnObservationThereIsNothing() {
    StringBuilder page = new StringBuilder();
    new HtmlKeys(Optional.empty()).appendTo(page);

    assertThat(page).isEmpty();
  }

  @Test
  void whereNothingWasEncryptedItSaysSo() {
    assertThat(page()).contains("No encrypted message was seen.").doesNotContain("<table");
  }

  @Test
  void aKeyOfSeveralUsersIsOneRow() {
    String page =
        page(
            SomeUses.key("alice", QUEUE, "aws-kms", "arn:aws:kms:eu:1:key/a"),
            SomeUses.key("bob", QUEUE, "aws-kms", "arn:aws:kms:eu:1:key/a"),
            SomeUses.key("bob", QUEUE, "aws-kms", "arn:aws:kms:eu:1:key/b"));

    assertThat(page.split("<tr><th scope=\"row\">", -1)).hasSize(3);
    assertThat(page)
        .contains(
            "<tr><th scope=\"row\">queue://<wbr>ORDERS.<wbr>EU</th>"
                + "<td data-label=\"Provider\">aws-kms</td>"
                + "<td data-label=\"Key\">arn:aws:kms:eu:1:key/a</td>"
                + "<td data-label=\"Suite\">0578</td>"
                + "<td class=\"seen\" data-label=\"First seen\">2026-10-01 08:00 UTC</td>"
                + "<td class=\"seen\" data-label=\"Last seen\">2026-10-03 08:00 UTC</td></tr>");
  }

  @Test
  void namesAreTextAndNothingElse() {
    String hostile = "</td><script>alert(1)</script>\u0007\ud800";

    String page = page(SomeUses.key("u", DestinationName.queue(hostile), hostile, hostile));

    assertThat(page).doesNotContain("<script", "\u0007", "\ud800").contains("&#60;script&#62;");
  }

  @Test
  void whatIsLeftOutIsSaid() {
    List<KeyUse> keys =
        IntStream.range(0, 1_001).mapToObj(i -> SomeUses.key("u", QUEUE, "p", "k" + i)).toList();

    String page =
        page(SomeUses.observed(Duration.ofDays(1), new Dropped(0, 0, 7, 0, 0), List.of(), keys));

    assertThat(page)
        .contains(
            "Some keys were dropped: there were too many.",
            "1 more are in portcullis-usage.json in the broker&#8217;s data folder.");
  }
}
