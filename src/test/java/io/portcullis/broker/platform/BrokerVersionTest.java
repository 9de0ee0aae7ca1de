package io.portcullis.broker.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrokerVersionTest {

  @ParameterizedTest
  @CsvSource({
    "5.18.3, false",
    "5.19.7, false",
    "5.19.8, true",
    "5.19.10, true",
    "6.0.1, false",
    "6.1.8, false",
    "6.2.6, false",
    "6.2.7, true",
    "6.3.0, true",
    "6.3.1-SNAPSHOT, true",
    "7.0.0, true",
    "'', false",
    "unknown, false"
  })
  void transactionsAreBoundedWhereThatWorks(String version, boolean works) {
    assertThat(BrokerVersion.boundsTransactions(version)).isEqualTo(works);
  }

  @ParameterizedTest
  @CsvSource({
    "5.18.3, false",
    "5.19.6, false",
    "5.19.7, true",
    "6.1.8, false",
    "6.2.5, false",
    "6.2.6, true",
    "6.3.0, true",
    "unknown, false"
  })
  void webApplicationsAreClosedSince(String version, boolean closed) {
    assertThat(BrokerVersion.closesWebApplications(version)).isEqualTo(closed);
  }
}
