package io.portcullis.scenario.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.ConfiguredBroker;
import io.portcullis.testing.FreePorts;
import io.portcullis.testing.OpenWire;
import jakarta.jms.MessageConsumer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every right that {@code conf/network.xml} gives to bridges is needed: taken out, messages do not
 * cross in at least one direction.
 */
class NetworkRightsIT {

  private static final byte[] ENCRYPTED = Ciphertexts.encrypt(new byte[] {1, 2, 3});
  private static final String QUEUE = "ORDERS.ANY";
  private static final Pattern RIGHT = Pattern.compile("(read|write|admin)=\"([^\"]*,)?bridges\"");
  private static final Duration LONG_ENOUGH = Duration.ofMinutes(1);

  @TempDir private static Path folder;

  /** Twice what it takes, with both brokers' start, where nothing is missing. */
  private static Duration tooLong;

  static Stream<String> rights() throws Exception {
    String xml = Files.readString(Path.of("conf/network.xml"));
    return IntStream.range(0, matches(xml).size()).mapToObj(number -> named(xml, number));
  }

  private static List<MatchResult> matches(String xml) {
    return RIGHT.matcher(xml).results().toList();
  }

  /** The number of a right and, for the reader, which one it is. */
  private static String named(String xml, int number) {
    MatchResult right = matches(xml).get(number);
    String entry = xml.substring(xml.lastIndexOf('<', right.start()), right.start());
    return "%d: %s of %s"
        .formatted(number, right.group(1), entry.replaceAll("(?s).*?(\\w+=\"[^\"]*\").*", "$1"));
  }

  @BeforeAll
  static void withAllOfThemMessagesCross() throws Exception {
    Instant before = Instant.now();
    assertThat(crosses("control", xml -> xml, LONG_ENOUGH)).isTrue();
    tooLong = Duration.between(before, Instant.now()).multipliedBy(2);
  }

  @ParameterizedTest(name = "without {0}")
  @MethodSource("rights")
  void withoutOneOfThemMessagesDoNotCross(String right) throws Exception {
    int number = Integer.parseInt(right.substring(0, right.indexOf(':')));

    assertThat(crosses("without-" + number, xml -> without(xml, number), tooLong)).isFalse();
  }

  private static String without(String xml, int number) {
    MatchResult right = matches(xml).get(number);
    String left = right.group().replaceAll(",?bridges", "");
    return xml.substring(0, right.start()) + left + xml.substring(right.end());
  }

  /** From one broker to the other and back, when the bridges are the first to come. */
  private static boolean crosses(String run, UnaryOperator<String> change, Duration patience)
      throws Exception {
    Path place = folder.resolve(run);
    int herePort = FreePorts.next();
    int therePort = FreePorts.next();
    try (ConfiguredBroker here = broker(place, "here", herePort, therePort, change);
        ConfiguredBroker there = broker(place, "there", therePort, herePort, change)) {
      here.started();
      there.started();
      await().atMost(patience).until(() -> isConnected(here) && isConnected(there));
      return crosses(here, there, patience) && crosses(there, here, patience);
    } catch (ConditionTimeoutException e) {
      return false;
    }
  }

  private static ConfiguredBroker broker(
      Path place, String name, int port, int peersPort, UnaryOperator<String> change)
      throws Exception {
    return ConfiguredBroker.in(place.resolve(name), "network.xml", name, port)
        .network("static:(ssl://localhost:%d)?initialReconnectDelay=100".formatted(peersPort))
        .with(change);
  }

  /** Whether the bridge has asked for the queue, which nobody else has used there. */
  private static boolean exists(ConfiguredBroker broker) throws Exception {
    return broker
        .service()
        .getBroker()
        .getDestinationMap(OpenWire.destination(QUEUE))
        .containsKey(OpenWire.destination(QUEUE));
  }

  private static boolean isConnected(ConfiguredBroker broker) {
    return !broker.service().getNetworkConnectors().get(0).activeBridges().isEmpty();
  }

  private static boolean crosses(ConfiguredBroker from, ConfiguredBroker to, Duration patience)
      throws Exception {
    try (OpenWire receiver = to.connect("admin");
        OpenWire sender = from.connect("admin")) {
      MessageConsumer consumer = receiver.consumer(QUEUE);
      await().atMost(patience).until(() -> exists(from));
      sender.send(QUEUE, ENCRYPTED);
      return consumer.receive(patience.toMillis()) != null;
    }
  }
}
