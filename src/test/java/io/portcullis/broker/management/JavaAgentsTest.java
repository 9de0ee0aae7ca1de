package io.portcullis.broker.management;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.rule.EntranceFacts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JavaAgentsTest {

  @TempDir private Path folder;
  private final List<EntranceFacts> entrances = new ArrayList<>();
  private final List<String> notChecked = new ArrayList<>();

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "jolokia.jar                                   | localhost:8778 loopback",
        "jolokia-jvm-1.7.2-agent.jar=port=1            | localhost:1 loopback",
        "jolokia.jar=host=*                            | *:8778 everywhere",
        "jolokia.jar=host=0.0.0.0,port=2               | 0.0.0.0:2 everywhere",
        "jolokia.jar=host=0.0.0.0,user=u,password=p    | 0.0.0.0:8778 everywhere login",
        "jolokia.jar=host=0.0.0.0,user=u               | 0.0.0.0:8778 everywhere",
        "jolokia.jar=host=*,protocol=https             | *:8778 everywhere tls",
        "jolokia.jar=host=*,protocol=https,user=u,password=p | *:8778 everywhere tls login",
        "jolokia.jar=host=*,protocol=https,user=u,password=p,authMode=none | *:8778 everywhere tls",
        "jolokia.jar=host=*,protocol=https,authMode=jaas | *:8778 everywhere tls login",
        "jolokia.jar=host=*,protocol=https,authClass=A | *:8778 everywhere tls login",
        "jolokia.jar=host=*,protocol=https,useSslClientAuthentication=true | *:8778 everywhere tls login",
        "jolokia.jar=host=*,useSslClientAuthentication=true | *:8778 everywhere",
        "jolokia.jar=host=${env:HOST}                  | ${env:HOST}:8778 nowhere",
      })
  void jolokiaTellsByItsOptions(String agent, String entrance) {
    look("-javaagent:/opt/" + agent);

    assertThat(entrances)
        .singleElement()
        .extracting(JvmJmxTest::text)
        .isEqualTo("JOLOKIA " + entrance);
    assertThat(notChecked).isEmpty();
  }

  @Test
  void theFileOfJolokiaCountsAndItsOptionsGoBeforeIt() throws Exception {
    Path file = Files.writeString(folder.resolve("j.properties"), "host=0.0.0.0\nport=1\n");

    look("-javaagent:jolokia.jar=port=2,config=" + file);

    assertThat(entrances)
        .singleElement()
        .extracting(JvmJmxTest::text)
        .isEqualTo("JOLOKIA 0.0.0.0:2 everywhere");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          127.0.0.1:9404 | 127.0.0.1:9404 loopback
          localhost:9404 | localhost:9404 loopback
          [::1]:9404     | [::1]:9404 loopback
          9404           | 0.0.0.0:9404 everywhere
          0.0.0.0:9404   | 0.0.0.0:9404 everywhere
          [::]:9404      | [::]:9404 everywhere
          no.invalid:1   | no.invalid:1 nowhere
          """)
  void prometheusTellsByItsOptions(String options, String entrance) throws Exception {
    Path file =
        Files.writeString(folder.resolve("p.yml"), "# httpServer:\nrules: [{pattern: .*}]\n");

    look("-javaagent:/opt/jmx_prometheus_javaagent-1.0.1.jar=%s:%s".formatted(options, file));

    assertThat(entrances)
        .singleElement()
        .extracting(JvmJmxTest::text)
        .isEqualTo("PROMETHEUS " + entrance);
    assertThat(notChecked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"httpServer:\n  ssl:\n", "{\"httpServer\": {ssl: {}}}", "none"})
  void whatPrometheusDemandsStandsInAFileThatIsNotUnderstood(String yaml) throws Exception {
    Path file = folder.resolve("p.yml");
    if (!yaml.equals("none")) {
      Files.writeString(file, yaml);
    }

    look("-javaagent:jmx_prometheus_javaagent.jar=9404:" + file);
    assertThat(notChecked)
        .containsExactly(
            "Java agent jmx_prometheus_javaagent.jar on 0.0.0.0:9404: whether its file %s demands TLS"
                    .formatted(file)
                + " and a login");
    assertThat(entrances).isEmpty();

    look("-javaagent:jmx_prometheus_javaagent.jar=127.0.0.1:9404:" + file);
    assertThat(entrances).as("on loopback it need not").hasSize(1);
  }

  @Test
  void whatIsNotKnownIsSaid() {
    look("-javaagent:/opt/elastic-apm-agent.jar=service_name=broker");
    look("-javaagent:/opt/jmx_prometheus_javaagent.jar=metrics");
    look("-agentlib:jdwp=transport=dt_socket,server=y,address=*:5005");
    look("-agentpath:/opt/java/lib/libjdwp.so=transport=dt_socket,server=y,address=*:5005");
    look("-agentpath:/opt/profiler/libprofiler.so=port=8849");
    look("-javaagent:jolokia.jar=config=" + folder.resolve("none"));
    look("-Xmx1g");

    assertThat(notChecked)
        .containsExactly(
            "Java agent elastic-apm-agent.jar, which may listen somewhere",
            "Java agent jmx_prometheus_javaagent.jar, which may listen somewhere",
            "debugger (-agentlib:jdwp=transport=dt_socket,server=y,address=*:5005), which runs"
                + " whatever it is told",
            "debugger (-agentpath:/opt/java/lib/libjdwp.so=transport=dt_socket,server=y,address=*:5005),"
                + " which runs whatever it is told",
            "agent /opt/profiler/libprofiler.so, which may listen somewhere",
            "Jolokia's file %s, which cannot be read".formatted(folder.resolve("none")));
    assertThat(entrances).hasSize(1);
  }

  private void look(String argument) {
    new JavaAgents(List.of(argument)).addTo(entrances, notChecked);
  }
}
