package io.portcullis.scenario.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.portcullis.testing.AuditLines;
import io.portcullis.testing.Bodies;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.OpenWire;
import java.nio.charset.StandardCharsets;
import java.security.PrivilegedExceptionAction;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import javax.management.remote.JMXPrincipal;
import javax.security.auth.Subject;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.jmx.BrokerViewMBean;
import org.apache.activemq.broker.jmx.JobSchedulerViewMBean;
import org.apache.activemq.broker.jmx.NetworkConnectorViewMBean;
import org.apache.activemq.broker.jmx.QueueViewMBean;
import org.apache.activemq.command.ActiveMQMessage;
import org.apache.activemq.command.ActiveMQQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What operators do with messages and destinations over JMX. */
class OperatorsTest {

  private static final byte[] PLAINTEXT = "account 4711".getBytes(StandardCharsets.UTF_8);
  private static final Subject CAROL =
      new Subject(true, Set.of(new JMXPrincipal("carol")), Set.of(), Set.of());

  private GatedBroker broker;
  private OpenWire client;
  private AuditLines audit;

  @BeforeEach
  void start() throws Exception {
    start("ENFORCE");
  }

  private void start(String mode) throws Exception {
    start(mode, service -> {});
  }

  private void start(String mode, Consumer<BrokerService> change) throws Exception {
    broker =
        GatedBroker.listening("ssl")
            .withService(change)
            .with(
                gate -> {
                  gate.setMode(mode);
                  gate.setBodyPolicies(
                      List.of(
                          Bodies.anyOnQueue("OPEN"),
                          Bodies.anyOnQueue("ActiveMQ.DLQ"),
                          Bodies.keptOnQueue("KEPT")));
                })
            .started();
    client = OpenWire.connect(broker, "admin");
    audit = AuditLines.capture();
  }

  @AfterEach
  void stop() throws Exception {
    audit.close();
    client.close();
    broker.close();
  }

  /** As a JMX connector does it for whoever has logged in. */
  private static <T> T asCarol(PrivilegedExceptionAction<T> operation) throws Exception {
    return Subject.doAs(CAROL, operation);
  }

  private String firstId(String queue) throws Exception {
    return String.valueOf(broker.queue(queue).browse()[0].get("JMSMessageID"));
  }

  @Test
  void plaintextStaysWhereItIs() throws Exception {
    client.send("OPEN", PLAINTEXT);
    QueueViewMBean open = broker.queue("OPEN");
    String id = firstId("OPEN");

    for (String to : new String[] {"SECRET", "KEPT", "OPEN,SECRET"}) {
      assertThatThrownBy(() -> open.copyMessageTo(id, to))
          .as(to)
          .isExactlyInstanceOf(SecurityException.class)
          .hasMessageStartingWith("[require-encrypted-body] message to queue://");
      assertThatThrownBy(() -> open.moveMessageTo(id, to)).isInstanceOf(SecurityException.class);
      assertThatThrownBy(() -> open.copyMatchingMessagesTo("", to))
          .isInstanceOf(SecurityException.class);
      assertThatThrownBy(() -> open.moveMatchingMessagesTo("", to))
          .isInstanceOf(SecurityException.class);
    }

    assertThat(open.getQueueSize()).isEqualTo(1);
    assertThat(OpenWire.isSilent(client.consumer("SECRET"))).isTrue();
    assertThat(OpenWire.isSilent(client.consumer("KEPT"))).isTrue();
    assertThat(OpenWire.isSilent(client.consumer("Portcullis.Quarantine.KEPT"))).isTrue();
    assertThat(OpenWire.receive(client.consumer("OPEN"))).isEqualTo(PLAINTEXT);
  }

  /** A client says where a message came from, and the operator sends it back there. */
  @Test
  void plaintextIsNotRetriedToWhereItNeverWas() throws Exception {
    ActiveMQMessage forged = (ActiveMQMessage) client.bytes(PLAINTEXT);
    forged.setOriginalDestination(new ActiveMQQueue("SECRET"));
    client.send("ActiveMQ.DLQ", forged);
    QueueViewMBean dead = broker.queue("ActiveMQ.DLQ");
    String id = firstId("ActiveMQ.DLQ");

    assertThatThrownBy(() -> dead.retryMessage(id)).isInstanceOf(SecurityException.class);

    assertThat(dead.getQueueSize()).isEqualTo(1);
    assertThat(OpenWire.isSilent(client.consumer("SECRET"))).isTrue();
  }

  @Test
  void onlyReportedItMoves() throws Exception {
    stop();
    start("REPORT_ONLY");
    client.send("OPEN", PLAINTEXT);

    assertThat(broker.queue("OPEN").moveMatchingMessagesTo("", "SECRET")).isEqualTo(1);

    assertThat(OpenWire.receive(client.consumer("SECRET"))).isEqualTo(PLAINTEXT);
    assertThat(audit.rules("send")).containsExactly("require-encrypted-body");
  }

  /** ActiveMQ then operates in another thread than the caller's. */
  @Test
  void underATimeoutItIsTheSame() throws Exception {
    stop();
    start("ENFORCE", service -> service.setMbeanInvocationTimeout(20_000));
    client.send("OPEN", PLAINTEXT);
    QueueViewMBean open = broker.queue("OPEN");
    String id = firstId("OPEN");

    asCarol(
        () -> {
          assertThatThrownBy(() -> open.copyMessageTo(id, "SECRET"))
              .isExactlyInstanceOf(SecurityException.class)
              .hasMessageStartingWith("[require-encrypted-body] message to queue://SECRET");
          assertThatThrownBy(() -> open.moveMatchingMessagesTo("", "SECRET"))
              .isInstanceOf(SecurityException.class);
          return null;
        });

    assertThat(open.getQueueSize()).isEqualTo(1);
    assertThat(OpenWire.isSilent(client.consumer("SECRET"))).isTrue();
    assertThat(audit.lines())
        .filteredOn(line -> AuditLines.field(line, "rule").equals("require-encrypted-body"))
        .isNotEmpty()
        .allMatch(line -> AuditLines.field(line, "user").equals("carol"));
    assertThat(audit.lines())
        .filteredOn(line -> AuditLines.field(line, "rule").equals("secure-management"))
        .hasSize(2)
        .allMatch(line -> AuditLines.field(line, "user").equals("carol"));
  }

  @Test
  void underATimeoutWhatIsAllowedIsDone() throws Exception {
    stop();
    start("ENFORCE", service -> service.setMbeanInvocationTimeout(20_000));
    client.send("OPEN", PLAINTEXT);

    assertThat(broker.queue("OPEN").copyMatchingMessagesTo("", "ActiveMQ.DLQ")).isEqualTo(1);
  }

  /** ActiveMQ registers these before it asks for any plugin. */
  @Test
  void mBeansThatWereThereBeforeTheGateHaveLinesToo() throws Exception {
    stop();
    start(
        "ENFORCE",
        service -> {
          service.setSchedulerSupport(true);
          try {
            service.addNetworkConnector("static:(ssl://localhost:1)").setName("link");
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
    JobSchedulerViewMBean jobs =
        broker.mbean(",service=JobScheduler,name=JMS", JobSchedulerViewMBean.class);
    NetworkConnectorViewMBean link =
        broker.mbean(
            ",connector=networkConnectors,networkConnectorName=link",
            NetworkConnectorViewMBean.class);

    asCarol(
        () -> {
          jobs.removeAllJobs();
          assertThat(jobs.getAllJobs().isEmpty()).isTrue();
          link.stop();
          return null;
        });

    assertThat(audit.lines())
        .filteredOn(line -> AuditLines.field(line, "rule").equals("secure-management"))
        .allMatch(line -> AuditLines.field(line, "user").equals("carol"))
        .extracting(line -> AuditLines.field(line, "found"))
        .containsExactly(
            "broker \"%s\": an operator called removeAllJobs()".formatted(broker.getBrokerName()),
            "broker \"%s\": an operator called stop()".formatted(broker.getBrokerName()));
  }

  @Test
  void everyOperationHasALineWithWhoDidIt() throws Exception {
    ActiveMQMessage retried = (ActiveMQMessage) client.bytes(PLAINTEXT);
    retried.setOriginalDestination(new ActiveMQQueue("OPEN"));
    client.send("ActiveMQ.DLQ", retried);
    for (int i = 0; i < 6; i++) {
      client.send("OPEN", PLAINTEXT);
    }
    QueueViewMBean open = broker.queue("OPEN");
    BrokerViewMBean view = broker.mbean("", BrokerViewMBean.class);
    long reported = broker.view().getReportedCount();

    asCarol(() -> open.copyMessageTo(firstId("OPEN"), "OPEN"));
    asCarol(() -> open.moveMessageTo(firstId("OPEN"), "OPEN"));
    asCarol(() -> open.moveMatchingMessagesTo("a = 1", "OPEN"));
    QueueViewMBean dead = broker.queue("ActiveMQ.DLQ");
    asCarol(() -> dead.retryMessage(firstId("ActiveMQ.DLQ")));
    asCarol(() -> open.removeMessage(firstId("OPEN")));
    asCarol(() -> open.removeMatchingMessages("a = 1"));
    asCarol(
        () -> {
          assertThatThrownBy(() -> open.sendTextMessage("account 4711", "admin", "the-password"))
              .isNotNull();
          open.purge();
          open.purge();
          view.addQueue("Portcullis.Quarantine.NEW");
          view.removeQueue("Portcullis.Quarantine.NEW");
          view.addTopic("NEW");
          view.removeTopic("NEW");
          return null;
        });

    List<String> lines =
        audit.lines().stream()
            .filter(line -> AuditLines.field(line, "rule").equals("secure-management"))
            .toList();
    assertThat(lines).allMatch(line -> AuditLines.field(line, "user").equals("carol"));
    assertThat(lines)
        .extracting(line -> AuditLines.field(line, "found").replaceFirst("ID:[^,)]*", "ID"))
        .containsExactly(
            "queue://OPEN: an operator called copyMessageTo(ID, OPEN)",
            "queue://OPEN: an operator called moveMessageTo(ID, OPEN)",
            "queue://OPEN: an operator called moveMatchingMessagesTo(a = 1, OPEN)",
            "queue://ActiveMQ.DLQ: an operator called retryMessage(ID)",
            "queue://OPEN: an operator called removeMessage(ID)",
            "queue://OPEN: an operator called removeMatchingMessages(a = 1)",
            "queue://OPEN: an operator called sendTextMessage()",
            "queue://OPEN: an operator called purge()",
            "queue://OPEN: an operator called purge()",
            "broker \"%s\": an operator called addQueue(Portcullis.Quarantine.NEW)"
                .formatted(broker.getBrokerName()),
            "broker \"%s\": an operator called removeQueue(Portcullis.Quarantine.NEW)"
                .formatted(broker.getBrokerName()),
            "broker \"%s\": an operator called addTopic(NEW)".formatted(broker.getBrokerName()),
            "broker \"%s\": an operator called removeTopic(NEW)".formatted(broker.getBrokerName()));
    assertThat(audit.lines()).noneMatch(line -> line.contains("the-password"));
    assertThat(broker.view().getReportedCount()).isEqualTo(reported);
  }

  /** What dies while an operator moves messages goes where the dead go. */
  @Test
  void deadLettersAreTheBrokersOwn() throws Exception {
    var producer = client.session().createProducer(OpenWire.destination("OPEN"));
    producer.setTimeToLive(1);
    producer.send(client.bytes(PLAINTEXT));
    QueueViewMBean open = broker.queue("OPEN");

    await()
        .atMost(Duration.ofSeconds(20))
        .ignoreExceptions()
        .until(
            () -> {
              open.moveMatchingMessagesTo("a = 1", "SECRET");
              return broker.queue("ActiveMQ.DLQ").getQueueSize() == 1;
            });
  }
}
