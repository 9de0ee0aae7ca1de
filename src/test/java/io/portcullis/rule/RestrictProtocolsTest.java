package io.portcullis.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.policy.Resource;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestrictProtocolsTest {

  private static final Set<String> ALL =
      Set.of("openwire", "amqp", "mqtt", "stomp", "mqtt+ws", "stomp+ws", "amqp+ws");

  @ParameterizedTest(name = "{0} speaks {1}")
  @CsvSource({
    "tcp,               openwire",
    "ssl,               openwire",
    "nio,               openwire",
    "nio+ssl,           openwire",
    "udp,               openwire",
    "vm,                openwire amqp mqtt stomp mqtt+ws stomp+ws amqp+ws",
    "http,              openwire",
    "https,             openwire",
    "amqp,              amqp",
    "amqp+ssl,          amqp",
    "amqp+nio,          amqp",
    "amqp+nio+ssl,      amqp",
    "mqtt,              mqtt",
    "mqtt+ssl,          mqtt",
    "mqtt+nio,          mqtt",
    "mqtt+nio+ssl,      mqtt",
    "stomp,             stomp",
    "stomp+ssl,         stomp",
    "stomp+nio,         stomp",
    "stomp+nio+ssl,     stomp",
    "ws,                mqtt+ws stomp+ws amqp+ws",
    "wss,               mqtt+ws stomp+ws amqp+ws",
    "auto,              openwire amqp mqtt stomp",
    "auto+nio,          openwire amqp mqtt stomp",
    "auto+ssl,          openwire amqp mqtt stomp",
    "auto+nio+ssl,      openwire amqp mqtt stomp",
    "fanout,            ''",
    "amqp+wss,          ''",
    "wss+amqp,          ''",
    "amqp+,             ''",
    "stomp+mqtt,        ''",
    "'',                ''",
    "+,                 ''"
  })
  void aConnectorPassesIfItSpeaksWhatIsAllowed(String scheme, String spoken) {
    Set<String> words = spoken.isEmpty() ? Set.of() : Set.of(spoken.split(" "));
    for (String allowed : ALL) {
      assertThat(new RestrictProtocols(Set.of(allowed)).judge(connector(scheme, List.of())))
          .as(allowed)
          .hasSize(words.contains(allowed) ? 0 : 1);
    }
    assertThat(new RestrictProtocols(ALL).judge(connector(scheme, List.of())))
        .hasSize(words.isEmpty() ? 1 : 0);
    assertThat(new RestrictProtocols(Set.of()).judge(connector(scheme, List.of()))).isEmpty();
  }

  @ParameterizedTest(name = "auto.protocols={0} speaks {1}")
  @CsvSource({
    "default,            openwire",
    "stomp,              stomp",
    "'default,amqp',     openwire amqp",
    "openwire,           ''",
    "'STOMP,mqtt',       mqtt"
  })
  void anAutoConnectorSpeaksWhatItsOptionNames(String option, String spoken) {
    Set<String> words = Set.of(spoken.split(" "));
    for (String allowed : ALL) {
      assertThat(
              new RestrictProtocols(Set.of(allowed))
                  .judge(connector("auto+ssl", List.of(option.split(",")))))
          .as(allowed)
          .hasSize(words.contains(allowed) ? 0 : 1);
    }
  }

  @Test
  void saysWhatTheConnectorSpeaksAndWhatToDo() {
    assertThat(lines(Set.of("mqtt", "amqp"), connector("stomp+ssl", List.of())))
        .containsExactly(
            "[restrict-protocols] connector \"c\" (stomp+ssl://h:1): it speaks stomp, and only"
                + " amqp, mqtt may be spoken; remove it, or add stomp to protocols");
    assertThat(lines(Set.of("mqtt"), connector("wss", List.of())))
        .containsExactly(
            "[restrict-protocols] connector \"c\" (wss://h:1): it speaks mqtt+ws, stomp+ws,"
                + " amqp+ws, and only mqtt may be spoken; remove it, or add those of them that its"
                + " clients speak to protocols");
    assertThat(lines(Set.of("mqtt"), connector("zmq", List.of())))
        .containsExactly(
            "[restrict-protocols] connector \"c\" (zmq://h:1): its scheme zmq is unknown, and only"
                + " mqtt may be spoken; use a scheme of ActiveMQ's");
  }

  @Test
  void saysWhichWordsCountIfActiveMqKnowsNoneOfThoseInAutoProtocols() {
    assertThat(lines(Set.of("openwire"), connector("auto+nio+ssl", List.of("openwire", "AMQP"))))
        .containsExactly(
            "[restrict-protocols] connector \"c\" (auto+nio+ssl://h:1): ActiveMQ knows none of the"
                + " words in its auto.protocols (openwire, AMQP), and only openwire may be spoken;"
                + " name in auto.protocols what its clients speak: default for OpenWire, amqp, mqtt"
                + " or stomp");
    assertThat(lines(Set.of("openwire"), connector("auto+zmq", List.of("openwire"))))
        .singleElement()
        .asString()
        .contains("its scheme auto+zmq is unknown");
  }

  @Test
  void saysWhatTheClientSpeaksAndWhatToDo() {
    assertThat(new RestrictProtocols(Set.of("stomp", "mqtt")).judge(peer("mqtt+ws")))
        .extracting(Violation::line)
        .containsExactly(
            "[restrict-protocols] client wss://10.0.0.9:5 on connector \"c\": it speaks mqtt+ws,"
                + " and only mqtt, stomp may be spoken; connect with one of them, or add mqtt+ws to"
                + " protocols");
    assertThat(new RestrictProtocols(Set.of("stomp")).judge(peer("")))
        .extracting(Violation::line)
        .containsExactly(
            "[restrict-protocols] client wss://10.0.0.9:5 on connector \"c\": it speaks an unknown"
                + " protocol, and only stomp may be spoken; connect with one of them");
  }

  @Provide
  Arbitrary<Set<String>> protocols() {
    return Arbitraries.of(new TreeSet<>(ALL)).set();
  }

  /** What is spoken decides, and nothing that resembles it. */
  @Property
  void aClientPassesIfItsProtocolIsNamed(
      @ForAll("protocols") Set<String> allowed, @ForAll("protocols") Set<String> spoken) {
    RestrictProtocols rule = new RestrictProtocols(allowed);
    List<String> words = new ArrayList<>(spoken);
    words.add("");
    for (String word : words) {
      boolean passes = allowed.isEmpty() || allowed.contains(word);
      assertThat(rule.judge(peer(word))).as(word).hasSize(passes ? 0 : 1);
      assertThat(rule.judge(connection(word, false))).as(word).hasSize(passes ? 0 : 1);
      assertThat(rule.judge(connection(word, true))).as("judged at its connector").isEmpty();
    }
  }

  /** Another name in the property changes no verdict but its own. */
  @Property
  void moreNamesRefuseNothingMore(
      @ForAll("protocols") Set<String> allowed, @ForAll("protocols") Set<String> more) {
    Set<String> all = new HashSet<>(allowed);
    all.addAll(more);
    for (String scheme : List.of("ssl", "amqp+nio+ssl", "wss", "auto+ssl", "stomp+ssl")) {
      if (!allowed.isEmpty()
          && new RestrictProtocols(allowed).judge(connector(scheme, List.of())).isEmpty()) {
        assertThat(new RestrictProtocols(all).judge(connector(scheme, List.of()))).isEmpty();
      }
    }
  }

  @Test
  void aWaiverNamesTheConnector() {
    RestrictProtocols rule = new RestrictProtocols(Set.of("amqp"));

    assertThat(rule.judge(peer("stomp")))
        .extracting(Violation::about)
        .containsExactly(Resource.connector("c"));
    assertThat(rule.judge(connector("ssl", List.of())))
        .extracting(Violation::about)
        .containsExactly(Resource.connector("c"));
  }

  private static List<String> lines(Set<String> allowed, ConnectorFacts connector) {
    return new RestrictProtocols(allowed).judge(connector).stream().map(Violation::line).toList();
  }

  private static ConnectorFacts connector(String scheme, List<String> auto) {
    return new ConnectorFacts(
        "c",
        scheme + "://h:1",
        scheme,
        List.of(),
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        auto);
  }

  private static PeerFacts peer(String protocol) {
    return new PeerFacts(
        "c", "wss://10.0.0.9:5", Optional.of(InetAddress.getLoopbackAddress()), false, protocol);
  }

  private static ConnectionFacts connection(String protocol, boolean vetted) {
    return new ConnectionFacts(
        peer(protocol), ConnectionFacts.Carrier.TLS, vetted, Optional.empty(), false);
  }
}
