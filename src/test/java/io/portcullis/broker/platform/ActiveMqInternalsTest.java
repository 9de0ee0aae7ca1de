package io.portcullis.broker.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.rule.Violation;
import io.portcullis.testing.HidingLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the gate leans on inside ActiveMQ is there on every line, and is missed where it is not. */
class ActiveMqInternalsTest {

  private static final ClassLoader HERE = ActiveMqInternalsTest.class.getClassLoader();
  private static final Path MAIN = Path.of("src/main/java/io/portcullis");

  static Stream<String> things() {
    return ActiveMqInternals.probes().stream().map(Probe::thing);
  }

  private static Probe probe(String thing) {
    return ActiveMqInternals.probes().stream()
        .filter(probe -> probe.thing().equals(thing))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isThere(Probe probe) {
    return probe.module().isEmpty()
        || HERE.getResource(
                "META-INF/services/org/apache/activemq/transport/" + probe.module().get())
            != null;
  }

  @Test
  void everythingIsThere() {
    assertThat(ActiveMqInternals.missing(HERE)).isEmpty();
    assertThat(ActiveMqInternals.doneWithout(HERE)).isEmpty();
    assertThat(things()).doesNotHaveDuplicates();
  }

  /** Where a class has another name, it is missed, by its name and with the version. */
  @ParameterizedTest
  @MethodSource("things")
  void aClassThatIsRenamedIsMissed(String thing) throws Exception {
    Probe probe = probe(thing);
    if (isThere(probe)) {
      HidingLoader asked = HidingLoader.ofNothing();
      probe.check().look(asked);
      assertThat(asked.asked()).isNotEmpty();
      for (String name : asked.asked()) {
        // Where this one is not, as on old lines, another way is known.
        if (!name.endsWith(".OpenWireUtil")) {
          assertIsMissed(probe, HidingLoader.ofClass(name));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("things")
  void aMemberThatIsRenamedIsMissed(String thing) throws Exception {
    Probe probe = probe(thing);
    int dot = thing.indexOf('.');
    if (dot > 0 && isThere(probe)) {
      HidingLoader asked = HidingLoader.ofNothing();
      probe.check().look(asked);
      String owner =
          asked.asked().stream()
              .filter(name -> name.endsWith("." + thing.substring(0, dot)))
              .findFirst()
              .orElseThrow();
      assertIsMissed(probe, HidingLoader.ofMember(owner, thing.substring(dot + 1)));
    }
  }

  private static void assertIsMissed(Probe probe, HidingLoader loader) {
    if (probe.otherwise().isPresent()) {
      assertThat(ActiveMqInternals.doneWithout(loader))
          .anyMatch(
              line ->
                  line.contains(probe.thing() + " of ActiveMQ " + BrokerVersion.number())
                      && line.endsWith(probe.otherwise().get()));
      return;
    }
    assertThat(ActiveMqInternals.missing(loader))
        .filteredOn(violation -> violation.found().startsWith(probe.thing() + " "))
        .singleElement()
        .satisfies(
            violation -> {
              assertThat(violation.rule()).isEqualTo(probe.rule());
              assertThat(violation.where()).isEqualTo("ActiveMQ " + BrokerVersion.number());
            });
  }

  /** Where a module is not there, nothing of it is missed. */
  @Test
  void ofAModuleThatIsNotThereNothingIsMissed() {
    ClassLoader none =
        new ClassLoader(null) {
          @Override
          protected Class<?> findClass(String name) throws ClassNotFoundException {
            throw new ClassNotFoundException(name);
          }
        };
    List<String> core =
        ActiveMqInternals.probes().stream()
            .filter(probe -> probe.module().isEmpty() && probe.otherwise().isEmpty())
            .map(Probe::thing)
            .toList();

    assertThat(ActiveMqInternals.missing(none))
        .extracting(Violation::found)
        .hasSameSizeAs(core)
        .allMatch(found -> core.contains(found.substring(0, found.indexOf(' '))));
  }

  /** Nobody else asks for what ActiveMQ is inside. */
  @Test
  void onePlaceKnows() throws IOException {
    try (Stream<Path> files = Files.walk(MAIN)) {
      assertThat(
              files
                  .filter(file -> file.toString().endsWith(".java"))
                  .filter(file -> !file.startsWith(MAIN.resolve("client")))
                  .filter(
                      file ->
                          read(file)
                              .matches(
                                  "(?s).*(getDeclaredField\\(|getDeclaredMethods?\\("
                                      + "|Class\\s*\\.forName\\().*"))
                  .map(file -> MAIN.relativize(file).toString()))
          .containsExactlyInAnyOrder(
              "broker/platform/ActiveMqInternals.java",
              "broker/platform/PrivateField.java",
              // Of Jetty's callbacks, whose names it knows in two versions.
              "login/WebRequests.java",
              // Of what stands in a configuration: login modules, and what a URI's options set.
              "broker/rights/CertificateLogins.java",
              "broker/rights/LoginModules.java",
              "broker/start/ConnectorOptions.java",
              // Not ActiveMQ: a security provider that may be on the class path.
              "esdk/SignatureProviders.java");
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).replaceAll("(?s)/\\*.*?\\*/|//[^\\n]*", "");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
