package io.portcullis.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The demonstration's arguments, and the ports that it listens on. */
class DemoPortsTest {

  private static final Path SHIPPED = Path.of("conf");

  private static String shipped(String file) throws Exception {
    return Files.readString(SHIPPED.resolve(file));
  }

  @Test
  void withoutAnArgumentTheyAreThoseOfTheFiles() throws Exception {
    DemoPorts ports = DemoPorts.of(SHIPPED, OptionalInt.empty());

    assertThat(ports.byName())
        .containsExactly(
            entry("openwire", 61617),
            entry("amqp", 5671),
            entry("mqtt", 8883),
            entry("stomp", 61614),
            entry("wss", 61619),
            entry("page", 8162));
    assertThat(ports.in(shipped("activemq.xml"))).isEqualTo(shipped("activemq.xml"));
    assertThat(ports.in(shipped("jetty.xml"))).isEqualTo(shipped("jetty.xml"));
  }

  @Test
  void aFirstPortMovesThemAllAndNothingElse() throws Exception {
    DemoPorts moved = DemoPorts.of(SHIPPED, OptionalInt.of(20_000));

    assertThat(moved.byName().values())
        .containsExactly(20_000, 20_001, 20_002, 20_003, 20_004, 20_005);
    assertThat(moved.in(shipped("activemq.xml")))
        .isEqualTo(
            shipped("activemq.xml")
                .replace(":61617?", ":20000?")
                .replace(":5671?", ":20001?")
                .replace(":8883?", ":20002?")
                .replace(":61614?", ":20003?")
                .replace(":61619?", ":20004?"));
    assertThat(moved.in(shipped("jetty.xml")))
        .isEqualTo(
            shipped("jetty.xml")
                .replace("name=\"port\" value=\"8162\"", "name=\"port\" value=\"20005\""));
  }

  @Test
  void theWebConsoleIsLeftOutAndTheRestIsKept() throws Exception {
    String jetty = DemoConfiguration.withoutConsole(shipped("jetty.xml"));

    assertThat(jetty)
        .doesNotContain("\"/admin\"", "consoleJsp", "JspConfigurer", "${activemq.conf}/console")
        .contains("value=\"/api\"", "ResourceHandler", "SameOrigin", "consoleStart");
    assertThat(jetty.lines()).allMatch(line -> line.isBlank() || shippedHas(line));
  }

  private static boolean shippedHas(String line) {
    try {
      return shipped("jetty.xml").replace(",consoleJsp", "").lines().anyMatch(line::equals);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aPortInUseIsNamedWithTheWayOut() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      DemoPorts ports = new DemoPorts(Map.of("amqp", taken.getLocalPort()));

      assertThat(ports.complaint())
          .hasValue(
              ("Port %d (amqp) is in use. Move all ports with -Dexec.args=\"--ports 20000\", or end"
                      + " what listens there.")
                  .formatted(taken.getLocalPort()));
    }
  }

  @Test
  void theArgumentsComeInAnyOrder() {
    assertThat(DemoArguments.of("--ports", "20000", "--exit"))
        .hasValue(new DemoArguments(true, OptionalInt.of(20_000)));
    assertThat(DemoArguments.of("--exit", "--ports", "1024"))
        .hasValue(new DemoArguments(true, OptionalInt.of(1024)));
    assertThat(DemoArguments.of()).hasValue(new DemoArguments(false, OptionalInt.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--ports", "--ports x", "--ports 1023", "--ports 65001", "--ports 123456", "-x"})
  void argumentsThatMakeNoSenseAreRefused(String words) {
    assertThat(DemoArguments.of(words.split(" "))).isEmpty();
  }
}
