package io.portcullis.scenario.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.testing.Distribution;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.InstalledLine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A console's configuration that another line reads in another way. */
class ConsoleUpgradeIT {

  private static final Path JETTY_OF_5_18 =
      Path.of("target", "apache-activemq-5.18.3", "conf", "jetty.xml");

  @TempDir private Path folder;

  /** Its list of paths is one path to Jetty 11, so that nothing asks for a login any more. */
  @Test
  void theJettyFileOf518DoesNotOpenTheConsoleOf61() throws Exception {
    try (Distribution activemq = Distribution.asAsked(InstalledLine.CLASSIC_6_1, folder)) {
      Files.copy(JETTY_OF_5_18, activemq.conf("jetty.xml"), StandardCopyOption.REPLACE_EXISTING);
      Files.writeString(
          activemq.conf("jetty-realm.properties"),
          "admin: %s, admin\n".formatted(GatedBroker.PASSWORD));

      assertThat(activemq.portcullis("check")).isEqualTo(1);
      assertThat(activemq.said())
          .containsIgnoringWhitespaces(
              "web application \"/admin\"",
              "the constraints around it leave some of its paths out, so it can be used without a"
                  + " login");
    }
  }
}
