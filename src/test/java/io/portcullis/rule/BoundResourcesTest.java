package io.portcullis.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.policy.Resource;
import io.portcullis.policy.Resource.Kind;
import io.portcullis.rule.ConnectorLimits.IgnoredOption;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoundResourcesTest {

  private static final Bound GOOD = new Bound("good", "1", OptionalLong.of(1));

  private static final long HEAP = 4L * 1024 * 1024 * 1024;

  private final BoundResources rule = new BoundResources();

  @Test
  void saysOfEachMissingBoundWhatItWouldAllow() {
    LimitFacts limits =
        new LimitFacts(
            List.of(
                new ConnectorLimits(
                    new Named(Resource.connector("c"), "connector \"c\" (ssl://h:1)"),
                    Optional.of(none("maximumConnections", "")),
                    List.of(none("wireFormat.maxFrameSize", "10mb")),
                    65_536)),
            Optional.of(none("maxUncommittedCount", "0")),
            Optional.of(
                new Bound("maxInflatedDataSize", "2147483647", OptionalLong.of(2147483647))),
            List.of(new DestinationLimit("queue://>", "<policyEntry queue=\">\">", false)),
            List.of(
                new SpaceLimit("memoryUsage", "the heap", 0, OptionalLong.of(10)),
                new SpaceLimit("storeUsage", "the store's disk", 11, OptionalLong.of(10))),
            HEAP);

    assertThat(lines(limits))
        .containsExactly(
            "[bound-resources] connector \"c\" (ssl://h:1): maximumConnections is not set, so"
                + " connections may be opened until the broker has no threads, files or memory"
                + " left; write maximumConnections=1000 into its URI, or what your clients need",
            "[bound-resources] connector \"c\" (ssl://h:1): wireFormat.maxFrameSize=\"10mb\" bounds"
                + " nothing, so a client that has logged in can make the broker reserve up to 2 GiB"
                + " for one frame; write wireFormat.maxFrameSize=104857600 into its URI, in bytes,"
                + " or what your messages need",
            "[bound-resources] broker: maxUncommittedCount=\"0\" bounds nothing, so one transaction"
                + " may keep messages until memory is used up; set maxUncommittedCount=\"10000\" on"
                + " <broker>, or what your transactions need",
            "[bound-resources] broker: maxInflatedDataSize=\"2147483647\" bounds nothing, so a"
                + " small compressed body may become more than there is memory; set"
                + " maxInflatedDataSize=\"104857600\" on <broker>, in bytes, or what your messages"
                + " need",
            "[bound-resources] queue://>: no maxDestinations holds for them, so whoever may create"
                + " one may create any number, each with threads, memory and files; set"
                + " maxDestinations=\"1000\" on <policyEntry queue=\">\">, or what your clients"
                + " need",
            "[bound-resources] memoryUsage: it has no limit, so messages may fill the heap; put"
                + " <memoryUsage><memoryUsage limit=\"5\"/></memoryUsage> into <systemUsage>, in"
                + " place of any other there",
            "[bound-resources] storeUsage: its limit of 11 bytes is more than the store's disk has"
                + " (10), so messages may fill it; put <storeUsage><storeUsage"
                + " limit=\"5\"/></storeUsage> into <systemUsage>, in place of any other there");
  }

  @ParameterizedTest
  @CsvSource({
    "-1,         true",
    "0,          true",
    "2147483646, true",
    "2147483647, false",
    "9223372036854775807, false",
  })
  void aBoundIsOneThatAnArrayCanReach(long value, boolean holds) {
    Bound bound = new Bound("option", "written", OptionalLong.of(value));
    ConnectorLimits connector =
        new ConnectorLimits(
            Named.of(Kind.CONNECTOR, "c"), Optional.of(GOOD), List.of(GOOD, bound), 65_536);

    assertThat(lines(facts(connector)).isEmpty()).isEqualTo(holds);
  }

  @ParameterizedTest(name = "{0} of {1}")
  @CsvSource({"1, 10, true", "10, 10, true", "11, 10, false", "0, 10, false", "11, -1, true"})
  void aLimitFitsIntoWhatThereIs(long limit, long whole, boolean fits) {
    OptionalLong known = whole < 0 ? OptionalLong.empty() : OptionalLong.of(whole);
    LimitFacts limits =
        new LimitFacts(
            List.of(),
            Optional.of(GOOD),
            Optional.of(GOOD),
            List.of(),
            List.of(new SpaceLimit("tempUsage", "it", limit, known)),
            HEAP);

    assertThat(lines(limits).isEmpty()).isEqualTo(fits);
  }

  @Test
  void destinationsThatAreBoundedPass() {
    LimitFacts limits =
        new LimitFacts(
            List.of(),
            Optional.of(GOOD),
            Optional.of(GOOD),
            List.of(
                new DestinationLimit("queue://>", "<policyEntry queue=\">\">", true),
                new DestinationLimit("topic://>", "<policyEntry topic=\">\">", false)),
            List.of(),
            HEAP);

    assertThat(rule.judge(limits)).extracting(Violation::subject).containsExactly("topic://>");
  }

  @Test
  void whatCannotBeBoundedIsSaid() {
    LimitFacts limits =
        new LimitFacts(
            List.of(
                new ConnectorLimits(
                    Named.of(Kind.CONNECTOR, "connector \"wss\""),
                    Optional.empty(),
                    List.of(GOOD),
                    65_536),
                new ConnectorLimits(
                    Named.of(Kind.CONNECTOR, "connector \"odd\""),
                    Optional.of(GOOD),
                    List.of(),
                    65_536)),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of(),
            HEAP);

    assertThat(lines(limits)).isEmpty();
    assertThat(rule.notChecked(Postures.of(limits)))
        .containsExactly(
            "connector \"wss\": how many connect; ActiveMQ has no bound for it, something before it"
                + " may",
            "connector \"odd\": the size of its frames; its protocol is not known",
            "the messages of a transaction; this version of ActiveMQ has no bound for them that"
                + " works",
            "what compressed bodies become; this version of ActiveMQ has no bound for it, and the"
                + " gate refuses them, unless a body policy takes any");
  }

  @ParameterizedTest(name = "{0} connections with {1} bytes")
  @CsvSource({
    "65536, 65536,  true",
    "65537, 65536,  false",
    "13106, 327697, true",
    "13107, 327697, false",
    "2147483646, 327697, false",
    "-1, 65536, true",
  })
  void whatAllHoldBeforeTheirLoginsFitsIntoTheHeap(long connections, int bytes, boolean fits) {
    ConnectorLimits connector = connector("c", connections, GOOD, bytes);

    assertThat(lines(facts(connector)).isEmpty()).isEqualTo(fits);
  }

  @Test
  void connectorsShareTheHeap() {
    List<ConnectorLimits> two =
        List.of(connector("c", 40_000, GOOD, 65_536), connector("d", 40_000, GOOD, 65_536));
    LimitFacts limits =
        new LimitFacts(two, Optional.of(GOOD), Optional.of(GOOD), List.of(), List.of(), HEAP);

    assertThat(lines(limits))
        .hasSize(2)
        .contains(
            "[bound-resources] c: its connections may hold 2621440000 bytes in frames before their"
                + " logins (maximumConnections times 65536), all connectors 5242880000, and the"
                + " heap has 4294967296; write maximumConnections=1000 into its URI, or give the"
                + " broker a larger heap");
  }

  @ParameterizedTest(name = "{0} connections with {1} bytes")
  @CsvSource({"41, 104857600, false", "40, 104857600, true", "1, 0, true"})
  void whatUsersMayHoldIsNamedAndIsNoViolation(long connections, long bytes, boolean fits) {
    Bound frame = new Bound("wireFormat.maxFrameSize", "", OptionalLong.of(bytes));
    LimitFacts limits = facts(connector("c", connections, frame, 65_536));

    assertThat(lines(limits)).isEmpty();
    assertThat(rule.notChecked(Postures.of(limits)))
        .isEqualTo(
            fits
                ? List.of()
                : List.of(
                    "c: whether users fill the heap; the connections of a connector may hold"
                        + " 4299161600 bytes in frames after their logins, and the heap has"
                        + " 4294967296"));
  }

  @Test
  void whatIsTheSameOfSeveralConnectorsIsOneLine() {
    Bound frame = new Bound("wireFormat.maxFrameSize", "", OptionalLong.of(104_857_600));
    Bound other = new Bound("wireFormat.maxFrameSize", "", OptionalLong.of(104_857_601));
    LimitFacts limits =
        facts(
            connector("a", 1000, frame, 65_536),
            connector("b", 1000, other, 65_536),
            connector("c", 1000, frame, 65_536));

    assertThat(rule.notChecked(Postures.of(limits)))
        .extracting(line -> line.replaceAll(":.*may hold (\\d+) bytes.*", ": $1"))
        .containsExactly("a, c: 104857600000", "b: 104857601000");
  }

  @Test
  void anOptionThatActiveMqIgnoresIsNamedWithTheOneThatWasMeant() {
    ConnectorLimits connector =
        new ConnectorLimits(
            Named.of(Kind.CONNECTOR, "c"),
            Optional.of(GOOD),
            List.of(GOOD),
            1,
            List.of(
                new IgnoredOption("enabledProtocols", Optional.of("transport.enabledProtocols")),
                new IgnoredOption("colour", Optional.empty())));

    assertThat(lines(facts(connector)))
        .containsExactly(
            "[bound-resources] c: ActiveMQ ignores the option"
                + " enabledProtocols of its URI, so it sets nothing; remove"
                + " enabledProtocols from its URI, or write transport.enabledProtocols for"
                + " enabledProtocols in its URI, if you meant that",
            "[bound-resources] c: ActiveMQ ignores the option colour of its"
                + " URI, which no class of this transport has; remove colour from its URI");
  }

  /** In a new systemUsage, ActiveMQ takes a missing limit as none. */
  @Test
  void aBrokerWithoutSystemUsageGetsOneThatBoundsEverySpace() {
    LimitFacts limits =
        new LimitFacts(
            List.of(),
            Optional.of(GOOD),
            Optional.of(GOOD),
            List.of(),
            List.of(
                new SpaceLimit("memoryUsage", "the heap", 7, OptionalLong.of(10), false),
                new SpaceLimit("storeUsage", "the store's disk", 11, OptionalLong.of(10), false)),
            HEAP);

    assertThat(rule.judge(limits))
        .extracting(Violation::remedy)
        .containsExactly(
            "put <systemUsage><systemUsage><memoryUsage><memoryUsage limit=\"7\"/></memoryUsage>"
                + "<storeUsage><storeUsage limit=\"5\"/></storeUsage></systemUsage></systemUsage>"
                + " into <broker>");
  }

  private static ConnectorLimits connector(String name, long connections, Bound frame, int bytes) {
    return new ConnectorLimits(
        Named.of(Kind.CONNECTOR, name),
        Optional.of(
            new Bound("maximumConnections", "" + connections, OptionalLong.of(connections))),
        List.of(frame),
        bytes);
  }

  private static Bound none(String option, String written) {
    return new Bound(option, written, OptionalLong.empty());
  }

  private static LimitFacts facts(ConnectorLimits... connectors) {
    return new LimitFacts(
        List.of(connectors), Optional.of(GOOD), Optional.of(GOOD), List.of(), List.of(), HEAP);
  }

  private List<String> lines(LimitFacts limits) {
    return rule.judge(limits).stream().map(Violation::line).toList();
  }
}
