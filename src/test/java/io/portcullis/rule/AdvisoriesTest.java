package io.portcullis.rule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdvisoriesTest {

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    ">,                          true",
    "ActiveMQ.>,                 true",
    "*.>,                        true",
    "ActiveMQ.Advisory,          true",
    "ActiveMQ.Advisory.Queue,    true",
    "ActiveMQ.*.Queue,           true",
    "*.Advisory.Queue,           true",
    "*.*,                        true",
    "*,                          false",
    "ActiveMQ,                   false",
    "ActiveMQ.Advisories.Queue,  false",
    "ActiveMQ.Statistics.Broker, false",
    "activemq.Advisory.Queue,    false",
    "ORDERS.>,                   false",
    "ORDERS.Advisory,            false",
    "ORDERS.*,                   false",
    "'',                         false"
  })
  void whatReachesAnAdvisoryTopicIsKnown(String topic, boolean reached) {
    assertThat(Advisories.isReachedBy(topic)).isEqualTo(reached);
  }

  @ParameterizedTest(name = "created by clients {0}, {1} {2}: {3}")
  @CsvSource({
    "true,  READ,  ActiveMQ.Advisory.TempQueue,  true",
    "false, READ,  ActiveMQ.Advisory.TempTopic,  true",
    "true,  READ,  ActiveMQ.Advisory.Connection, false",
    "true,  WRITE, ActiveMQ.Advisory.TempQueue,  false",
    "true,  ADMIN, ActiveMQ.Advisory.TempQueue,  true",
    "true,  ADMIN, ActiveMQ.Advisory.Connection, true",
    "true,  ADMIN, ORDERS,                       false",
    "false, ADMIN, ActiveMQ.Advisory.TempQueue,  false"
  })
  void clientsNeedToReadTwoAndToCreateAllWhereTheirNameDoes(
      boolean created, Operation operation, String topic, boolean needed) {
    assertThat(new Advisories(created).clientsNeed(operation, topic)).isEqualTo(needed);
  }
}
