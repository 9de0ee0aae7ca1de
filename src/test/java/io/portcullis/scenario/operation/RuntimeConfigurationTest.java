package io.portcullis.scenario.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.AuditLines;
import io.portcullis.testing.BrokerXml;
import io.portcullis.testing.OpenWire;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.broker.BrokerFactory;
import org.apache.activemq.broker.BrokerService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ActiveMQ's runtimeConfigurationPlugin changes while the broker runs. */
class RuntimeConfigurationTest {

  private static final String PLUGINS =
      "<runtimeConfigurationPlugin checkPeriod=\"200\"/>" + BrokerXml.GATE;

  private static final String OPEN_GATE =
      BrokerXml.gate(BrokerXml.bodyPolicy("queue", "OPEN.&gt;", "body", "ANY"));

  private static final byte[] PLAINTEXT = "account 4711".getBytes(StandardCharsets.UTF_8);
  private static final byte[] BODY = Ciphertexts.encrypt(PLAINTEXT);

  @TempDir private Path folder;

  private BrokerService start(String plugins) throws Exception {
    return start(plugins, "");
  }

  private BrokerService start(String plugins, String more) throws Exception {
    String uri = BrokerXml.write(folder, plugins, "");
    BrokerXml.add(folder, more);
    // The plugin learns where its file is only if nobody starts the broker before it is read.
    BrokerXml.change(folder, xml -> xml.replace("brokerName=", "start=\"false\" brokerName="));
    return BrokerFactory.createBroker(uri, true);
  }

  private void edit(String what, String replacement) throws Exception {
    Path file = folder.resolve("activemq.xml");
    Files.writeString(file, Files.readString(file).replace(what, replacement));
    Files.setLastModifiedTime(
        file, FileTime.from(Files.getLastModifiedTime(file).toInstant().plusSeconds(10)));
  }

  @Test
  void aRightThatIsTakenOutOfTheFileEndsOnLiveConnections() throws Exception {
    BrokerService broker = start(authorization("users") + PLUGINS);
    try (OpenWire user = connect("user");
        OpenWire admin = connect("admin")) {
      MessageConsumer taken = user.consumer("SHARED");
      user.send("SHARED", BODY);
      assertThat(OpenWire.receive(taken)).isEqualTo(BODY);

      edit("read=\"users\" write=\"users\"", "read=\"\" write=\"\"");

      await()
          .atMost(15, TimeUnit.SECONDS)
          .untilAsserted(
              () ->
                  assertThatThrownBy(() -> user.send("SHARED", BODY))
                      .hasMessageContaining("User user is not authorized to write to"));
      await().atMost(1, TimeUnit.SECONDS).until(() -> isClosed(taken));
      admin.send("SHARED", BODY);

      edit("read=\"\" write=\"\"", "read=\"users\" write=\"users\"");

      await()
          .atMost(15, TimeUnit.SECONDS)
          .ignoreExceptions()
          .untilAsserted(
              () -> assertThat(OpenWire.receive(user.consumer("SHARED"))).isEqualTo(BODY));
    } finally {
      broker.stop();
    }
  }

  private static boolean isClosed(MessageConsumer consumer) {
    try {
      return consumer.receiveNoWait() != null;
    } catch (JMSException e) {
      return true;
    }
  }

  private static OpenWire connect(String user) throws Exception {
    return OpenWire.connect("vm://xml?create=false", user, "a-long-password");
  }

  private static String authorization(String group) {
    String operators = "admins,activemq-webconsole";
    String all = operators + ",users";
    return """
        <authorizationPlugin>
          <map>
            <authorizationMap>
              <authorizationEntries>
                <authorizationEntry queue=">" read="%1$s" write="%1$s" admin="%1$s"/>
                <authorizationEntry topic=">" read="%1$s" write="%1$s" admin="%1$s"/>
                <authorizationEntry topic="ActiveMQ.Advisory.>" read="%2$s" write="%2$s" admin="%2$s"/>
                <authorizationEntry queue="SHARED" read="%3$s" write="%3$s" admin="%2$s"/>
              </authorizationEntries>
              <tempDestinationAuthorizationEntry>
                <tempDestinationAuthorizationEntry read="%2$s" write="%2$s" admin="%2$s"/>
              </tempDestinationAuthorizationEntry>
            </authorizationMap>
          </map>
        </authorizationPlugin>
        """
        .formatted(operators, all, group);
  }

  /** ActiveMQ takes the old element out and puts the new one in, both with the next destination. */
  @Test
  void aVirtualDestinationThatIsEditedDoesNotGetRoundTheGate() throws Exception {
    BrokerService broker =
        start(
            "<runtimeConfigurationPlugin checkPeriod=\"200\"/>" + OPEN_GATE, fan("OPEN.OLD", "A"));
    try (OpenWire client = connect("admin")) {
      MessageConsumer closed = client.consumer("CLOSED");
      MessageConsumer kept = client.consumer("Portcullis.Quarantine.CLOSED");
      client.send("OPEN.OLD", PLAINTEXT);

      edit(fan("OPEN.OLD", "A"), fan("OPEN.NEW", "CLOSED"));

      await()
          .atMost(15, TimeUnit.SECONDS)
          .untilAsserted(
              () -> {
                client.send("OPEN.NEW", PLAINTEXT);
                assertThat(OpenWire.isSilent(kept)).isFalse();
              });
      client.send("OPEN.NEW", BODY);
      assertThat(OpenWire.receive(closed)).isEqualTo(BODY);
      assertThat(OpenWire.isSilent(closed)).isTrue();
    } finally {
      broker.stop();
    }
  }

  private static String fan(String name, String target) {
    return """
        <destinationInterceptors>
          <virtualDestinationInterceptor>
            <virtualDestinations>
              <compositeQueue name="%s"><forwardTo><queue physicalName="%s"/></forwardTo></compositeQueue>
            </virtualDestinations>
          </virtualDestinationInterceptor>
        </destinationInterceptors>
        """
        .formatted(name, target);
  }

  @Test
  void aPlainNetworkConnectorThatIsAddedIsStopped() throws Exception {
    BrokerService broker = start(PLUGINS);
    try (AuditLines audit = AuditLines.capture()) {
      edit(
          "<transportConnectors>",
          "<networkConnectors><networkConnector name=\"late\" userName=\"admin\""
              + " password=\"a-long-password\" uri=\"static:(vm://elsewhere?broker.persistent=false,tcp://127.0.0.1:1)\"/>"
              + "</networkConnectors><transportConnectors>");

      await()
          .atMost(15, TimeUnit.SECONDS)
          .untilAsserted(
              () ->
                  assertThat(audit.found())
                      .anySatisfy(
                          found ->
                              assertThat(found)
                                  .startsWith("network connector \"late\"")
                                  .endsWith("scheme tcp carries no TLS")));
      await().until(() -> broker.getNetworkConnectors().isEmpty());
    } finally {
      broker.stop();
    }
  }
}
