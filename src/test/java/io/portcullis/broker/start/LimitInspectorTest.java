package io.portcullis.broker.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.broker.configuration.BrokerFile;
import io.portcullis.broker.connector.ConnectorUris;
import io.portcullis.rule.ConnectorLimits.IgnoredOption;
import io.portcullis.rule.RuleIds;
import io.portcullis.rule.Violation;
import io.portcullis.testing.OneRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.activemq.broker.BrokerService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LimitInspectorTest {

  @TempDir private Path folder;

  @Test
  void aConnectorThatIsOnlyAUriIsLookedAtToo() throws Exception {
    BrokerService service = new BrokerService();
    service.setTransportConnectorURIs(
        new String[] {"ssl://127.0.0.1:1?maximumConnection=9", "ssl://not a uri", "vm://b"});

    assertThat(LimitInspector.limits(service, ConnectorUris.of(service), List.of()).connectors())
        .singleElement()
        .satisfies(
            limits -> {
              assertThat(limits.connector().subject()).isEqualTo("ssl://127.0.0.1:1");
              assertThat(limits.ignored())
                  .containsExactly(
                      new IgnoredOption("maximumConnection", Optional.of("maximumConnections")));
            });
  }

  /** On a version that has no bound for transactions, none is asked for. */
  @Test
  void ownConfigurationHasEveryLimitThatEveryVersionHas() throws Exception {
    String xml =
        Files.readString(Path.of("conf/activemq.xml"))
            .replaceAll("(?s)<bean class=\"[^\"]*PropertyPlaceholderConfigurer\">.*?</bean>", "")
            .replaceAll("(?s)<sslContext>.*?</sslContext>", "")
            .replace("${activemq.data}", folder.toString());

    assertThat(
            OneRule.named(RuleIds.BOUND_RESOURCES)
                .judge(
                    LimitInspector.limits(
                        BrokerFile.read(Files.writeString(folder.resolve("a.xml"), xml), Map.of())
                            .service(),
                        ConnectorUris.NONE,
                        List.of()))
                .stream()
                .map(Violation::found))
        .allMatch(
            found -> found.startsWith("maxUncommittedCount=") || found.startsWith("its limit of"));
  }
}
