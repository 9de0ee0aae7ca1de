package io.portcullis.enforce;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.testing.LoggedLines;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class FailedHandshakesTest {

  private final FailedHandshakes handshakes =
      new FailedHandshakes(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));

  @Test
  void aThousandOfABalancerAreFourLinesAndAreAllCounted() {
    try (LoggedLines log = LoggedLines.of(FailedHandshakes.class.getName())) {
      for (int port = 1; port <= 1_000; port++) {
        handshakes.count("ssl", "tcp://10.0.0.1:" + port);
      }

      assertThat(handshakes.count()).isEqualTo(1_000);
      assertThat(log.lines()).hasSize(4);
      assertThat(log.lines().get(1))
          .isEqualTo(
              FailedHandshakes.class.getName()
                  + ": Connector ssl: a connection from tcp://10.0.0.1 ended before there was a TLS"
                  + " session; 8 more were counted since the last line");
    }
  }

  @Test
  void tenThousandFromAnywhereAreFewLines() {
    try (LoggedLines log = LoggedLines.of(FailedHandshakes.class.getName())) {
      for (int i = 0; i < 10_000; i++) {
        handshakes.count("ssl", "tcp://10.0.%d.%d:4711".formatted(i / 100, i % 100));
      }

      assertThat(handshakes.count()).isEqualTo(10_000);
      assertThat(log.lines())
          .as("a hundred, and the thousandth, the ten thousandth")
          .hasSize(102)
          .last()
          .asString()
          .endsWith("8999 more were counted since the last line");
    }
  }

  @Test
  void whereNoAddressIsKnownNoneIsNamed() {
    try (LoggedLines log = LoggedLines.of(FailedHandshakes.class.getName())) {
      handshakes.count("auto", "");

      assertThat(log.lines())
          .singleElement()
          .asString()
          .contains("Connector auto: a connection ended before");
    }
  }
}
