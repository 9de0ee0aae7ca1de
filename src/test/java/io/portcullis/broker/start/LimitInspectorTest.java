package io.portcullis.broker.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.broker.configuration.BrokerFile;
import io.portcullis.rule.RuleIds;
import io.portcullis.rule.Violation;
import io.portcullis.testing.OneRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LimitInspectorTest {

  @TempDir private Path folder;

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
                            .service()))
                .stream()
                .map(Violation::found))
        .allMatch(
            found -> found.startsWith("maxUncommittedCount=") || found.startsWith("its limit of"));
  }
}
