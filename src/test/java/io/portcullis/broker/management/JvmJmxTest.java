package io.portcullis.broker.management;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.broker.platform.HostAddresses;
import io.portcullis.rule.EntranceFacts;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The addresses are those that a JVM with the same properties was seen to listen on. */
class JvmJmxTest {

  private static final String JMX = "com.sun.management.jmxremote";

  @TempDir private Path folder;

  @ParameterizedTest(name = "\"{0}\"")
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                   | ''",
        "=                                    | ''",
        ".ssl=false .authenticate=false       | ''",
        "= .local.only=false                  | JVM_JMX_LOCAL local.only=false everywhere",
        "= .local.only=no                     | JVM_JMX_LOCAL local.only=no everywhere",
        ".port=9                              | JVM_JMX port 0 everywhere tls login; JVM_JMX_REGISTRY port 9 everywhere login",
        ".port=9 .registry.ssl=true           | JVM_JMX port 0 everywhere tls login; JVM_JMX_REGISTRY port 9 everywhere tls login",
        ".port=9 .rmi.port=8 .ssl=false       | JVM_JMX port 8 everywhere login; JVM_JMX_REGISTRY port 9 everywhere login",
        ".port=9 .ssl=yes                     | JVM_JMX port 0 everywhere login; JVM_JMX_REGISTRY port 9 everywhere login",
        ".port=9 .authenticate=false          | JVM_JMX port 0 everywhere tls; JVM_JMX_REGISTRY port 9 everywhere login",
        ".port=9 .host=127.0.0.1 .ssl=false .authenticate=false | JVM_JMX port 0 loopback; JVM_JMX_REGISTRY port 9 loopback login",
        ".port=9 .host=127.0.0.1              | JVM_JMX port 0 loopback tls login; JVM_JMX_REGISTRY port 9 everywhere login",
        ".port=9 .host=127.0.0.1 .registry.ssl=true | JVM_JMX port 0 loopback tls login; JVM_JMX_REGISTRY port 9 loopback tls login",
        ".port=9 .host=no.such.host.invalid .ssl=false | JVM_JMX port 0 nowhere login; JVM_JMX_REGISTRY port 9 nowhere login",
        ".port=9 .local.only=false .ssl=true .registry.ssl=true | JVM_JMX port 0 everywhere tls login; JVM_JMX_REGISTRY port 9 everywhere tls login; JVM_JMX_LOCAL local.only=false everywhere",
      })
  void whatThePropertiesOpen(String properties, String entrances) throws Exception {
    assertThat(entrances(properties(properties))).isEqualTo(entrances);
  }

  @Test
  void theFileCountsAndTheSystemGoesBeforeIt() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("management.properties"),
            "%1$s.port=9\n%1$s.ssl=false\n%1$s.authenticate=false\n".formatted(JMX));
    Properties system = properties(".authenticate=true");
    system.setProperty("com.sun.management.config.file", file.toString());

    assertThat(entrances(system))
        .isEqualTo("JVM_JMX port 0 everywhere login; JVM_JMX_REGISTRY port 9 everywhere login");
  }

  @Test
  void whatCannotBeReadOrIsSomebodysOwnIsSaid() {
    Properties gone = properties("");
    gone.setProperty("com.sun.management.config.file", folder.resolve("none").toString());
    Properties own = properties(".port=9");
    own.setProperty("com.sun.management.agent.class", "Own");

    assertThat(notChecked(gone))
        .containsExactly(
            folder.resolve("none") + ", which cannot be read any more (NoSuchFileException)");
    assertThat(notChecked(own))
        .containsExactly("com.sun.management.agent.class, which starts an agent of its own");
  }

  private static Properties properties(String words) {
    Properties properties = new Properties();
    properties.setProperty("java.home", System.getProperty("java.home"));
    for (String word : words.split(" ", -1)) {
      if (!word.isEmpty()) {
        String[] nameAndValue = word.split("=", 2);
        properties.setProperty(JMX + nameAndValue[0], nameAndValue[1]);
      }
    }
    return properties;
  }

  private static List<String> notChecked(Properties system) {
    List<String> notChecked = new ArrayList<>();
    JvmJmx.of(system).addTo(new ArrayList<>(), notChecked);
    return notChecked;
  }

  private static String entrances(Properties system) {
    List<EntranceFacts> entrances = new ArrayList<>();
    JvmJmx.of(system).addTo(entrances, new ArrayList<>());
    return entrances.stream().map(JvmJmxTest::text).collect(Collectors.joining("; "));
  }

  static String text(EntranceFacts entrance) {
    String where =
        entrance.addresses().isEmpty()
            ? "nowhere"
            : entrance.addresses().stream().allMatch(InetAddress::isLoopbackAddress)
                    && !entrance.addresses().equals(HostAddresses.of("0.0.0.0"))
                ? "loopback"
                : "everywhere";
    return "%s %s %s%s%s"
        .formatted(
            entrance.kind(),
            entrance.location(),
            where,
            entrance.tls() ? " tls" : "",
            entrance.login() ? " login" : "");
  }
}
