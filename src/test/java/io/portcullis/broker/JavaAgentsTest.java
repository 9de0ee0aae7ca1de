package io.portcullis.broker;

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

  @Test
  void whatIsNotKnownIsSaid() {
    look("-javaagent:/opt/jmx_prometheus_javaagent.jar=9404:c.yaml");
    look("-agentlib:jdwp=transport=dt_socket,server=y,address=*:5005");
    look("-javaagent:jolokia.jar=config=" + folder.resolve("none"));
    look("-Xmx1g");

    assertThat(notChecked)
        .containsExactly(
            "Java agent jmx_prometheus_javaagent.jar, which may listen somewhere",
            "debugger (-agentlib:jdwp=transport=dt_socket,server=y,address=*:5005), which runs"
                + " whatever it is told",
            "Jolokia's file %s, which cannot be read".formatted(folder.resolve("none")));
    assertThat(entrances).hasSize(1);
  }

  private void look(String argument) {
    new JavaAgents(List.of(argument)).addTo(entrances, notChecked);
  }
}
