package io.portcullis.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.portcullis.policy.ConfigurationException;
import io.portcullis.testing.LoggedLines;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.activemq.broker.BrokerService;
import org.junit.jupiter.api.Test;
import org.slf4j.helpers.NOPLogger;
import org.springframework.beans.factory.BeanCreationException;

/** What an operator reads last, after a start that was refused. JarIT runs the launcher. */
class OperatorLogTest {

  private final ConfigurationException refusal =
      new ConfigurationException("Portcullis refuses it (2 violations):", List.of("one", "two"));
  private static final String NOTICE =
      String.join(
          System.lineSeparator(),
          "Portcullis refuses it (2 violations):",
          "  one",
          "  two",
          "To see them with their files and lines: bin/activemq portcullis check");

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream error = new PrintStream(printed, true, StandardCharsets.UTF_8);

  @Test
  void itHasEachReasonInItsLineAndTheCommand() {
    assertThat(OperatorLog.text(refusal)).isEqualTo(NOTICE);
  }

  @Test
  void aSingleReasonIsNotMany() {
    assertThat(
            OperatorLog.text(new ConfigurationException("Refused (1 violation):", List.of("one"))))
        .isEqualTo(
            String.join(
                System.lineSeparator(),
                "Refused (1 violation):",
                "  one",
                "To see it with its file and line: bin/activemq portcullis check"));
  }

  @Test
  void itIsOneEntryOfTheLog() {
    try (LoggedLines log = LoggedLines.of(OperatorLog.LOG.getName())) {
      OperatorLog.say(NOTICE, OperatorLog.LOG, error);

      assertThat(log.lines()).containsExactly(OperatorLog.LOG.getName() + ": " + NOTICE);
    }
    assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void ifNothingIsLoggedAnyMoreItIsPrinted() {
    OperatorLog.say(NOTICE, NOPLogger.NOP_LOGGER, error);

    assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualTo(NOTICE + System.lineSeparator());
  }

  @Test
  void anotherApplicationGetsTheReasonsByTheException() {
    BeanCreationException refused =
        catchThrowableOfType(
            BeanCreationException.class,
            () ->
                new PreStartCheck(
                        service -> {
                          throw refusal;
                        })
                    .postProcessBeforeInitialization(new BrokerService(), "broker"));

    assertThat(refused).hasCause(refusal);
    assertThat(refused.getStackTrace()).isEmpty();
    assertThat(refusal.getStackTrace()).isEmpty();
    assertThat(refused.getBeanName()).isEqualTo("broker");
  }
}
