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

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -agentlib:jdwp=transport=dt_socket,server=y,address=*:5005              | DEBUGGER everywhere
          -agentlib:jdwp=transport=dt_socket,server=y,address=0.0.0.0:5005        | DEBUGGER everywhere
          -agentlib:jdwp=transport=dt_socket,server=y,address=no.invalid:5005     | DEBUGGER nowhere
          -agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=5005      | DEBUGGER loopback
          -agentlib:jdwp=transport=dt_socket,server=y,address=:5005               | DEBUGGER loopback
          -agentlib:jdwp=transport=dt_socket,server=y,address=[::1]:5005          | DEBUGGER loopback
          -agentlib:jdwp=transport=dt_socket,server=y,address=localhost:0,allow=* | DEBUGGER loopback
          -agentlib:jdwp=transport=dt_socket,server=y                             | DEBUGGER loopback
          -agentlib:jdwp=transport=dt_shmem,server=y,address=a                    | DEBUGGER loopback
          -agentlib:jdwp=transport=dt_socket,server=y,onjcmd=y,address=*:5005     | WAITING_DEBUGGER everywhere
          -Xrunjdwp:transport=dt_socket,server=y,suspend=n,address=5005           | DEBUGGER loopback
          -agentpath:/opt/java/lib/libjdwp.so=transport=dt_socket,server=y,address=*:1 | DEBUGGER everywhere
          -agentpath:C:\\java\\bin\\jdwp.dll=transport=dt_socket,server=y            | DEBUGGER loopback
          -agentlib:jdwp=transport=dt_socket,address=192.0.2.1:5005               | REMOTE_DEBUGGER everywhere
          -agentlib:jdwp=transport=dt_socket,server=n,address=no.invalid:5005     | REMOTE_DEBUGGER nowhere
          """)
  void theDebuggerTellsByItsOptions(String option, String entrance) {
    look(option);

    assertThat(entrances)
        .singleElement()
        .extracting(JvmJmxTest::text)
        .isEqualTo(entrance.replace(" ", " %s ".formatted(option)));
    assertThat(notChecked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-agentlib:jdwp=transport=dt_socket,suspend=y,address=127.0.0.1:5005",
        "-agentlib:jdwp=transport=dt_socket,server=n,address=localhost:5005",
        "-agentlib:jdwp=transport=dt_socket,address=5005",
      })
  void aDebuggerOfThisHostThatTheJvmConnectsToOpensNothing(String option) {
    look(option);

    assertThat(entrances).isEmpty();
    assertThat(notChecked)
        .containsExactly(
            "debugger of this host that the JVM connects to (%s), which runs whatever it is told"
                .formatted(option));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-Xdebug", "-Djdwp=server=y", "-Xrun", "-XX:+JdwpOff"})
  void anOptionWithoutADebuggerOpensNothing(String option) {
    look(option);

    assertThat(entrances).isEmpty();
    assertThat(notChecked).isEmpty();
  }

  @Test
  void whatIsNotKnownIsSaid() {
    look("-javaagent:/opt/elastic-apm-agent.jar=service_name=broker");
    look("-javaagent:/opt/jmx_prometheus_javaagent.jar=metrics");
    look("-agentpath:/opt/profiler/libprofiler.so=port=8849");
    look("-javaagent:jolokia.jar=config=" + folder.resolve("none"));
    look("-Xmx1g");

    assertThat(notChecked)
        .containsExactly(
            "Java agent elastic-apm-agent.jar, which may listen somewhere",
            "Java agent jmx_prometheus_javaagent.jar, which may listen somewhere",
            "agent /opt/profiler/libprofiler.so, which may listen somewhere",
            "Jolokia's file %s, which cannot be read".formatted(folder.resolve("none")));
    assertThat(entrances).hasSize(1);
  }

  private void look(String argument) {
    new JavaAgents(List.of(argument)).addTo(entrances, notChecked);
  }
}
