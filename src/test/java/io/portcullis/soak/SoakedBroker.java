package io.portcullis.soak;

import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.WatchedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.broker.BrokerFactory;
import org.apache.activemq.broker.BrokerService;

/** The broker's JVM, started from a file as an installation's is; and the file. */
public final class SoakedBroker {

  /** The connectors that are listened on throughout, and the one that is stopped and started. */
  static final List<String> CONNECTORS =
      List.of("ssl", "amqp+ssl", "mqtt+ssl", "stomp+ssl", "wss", "spare");

  /** The connectors that are removed, by their number. */
  static final String REMOVED = "removed-";

  static final int REMOVED_COUNT = 4;

  private static final String FILE = "activemq.xml";

  private static final String TEMPLATE =
      """
      <beans xmlns="http://www.springframework.org/schema/beans"
             xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
             xsi:schemaLocation="
               http://www.springframework.org/schema/beans http://www.springframework.org/schema/beans/spring-beans.xsd
               http://activemq.apache.org/schema/core http://activemq.apache.org/schema/core/activemq-core.xsd">
        <broker xmlns="http://activemq.apache.org/schema/core" brokerName="soak" persistent="false"
                useShutdownHook="false">
          <plugins>
            <simpleAuthenticationPlugin>
              <users>
                <authenticationUser username="admin" password="%1$s" groups="admins"/>
              </users>
            </simpleAuthenticationPlugin>
            <bean xmlns="http://www.springframework.org/schema/beans" class="io.portcullis.PortcullisPlugin">
              <property name="bodyPolicies">
                <list>
                  <bean class="io.portcullis.BodyPolicy">
                    <property name="topic" value="CHANGING.&gt;"/>
                    <property name="keys" value="%2$s"/>
                  </bean>
                </list>
              </property>
            </bean>
          </plugins>
          <sslContext>
            <sslContext keyStore="%3$s" keyStoreType="PKCS12" keyStorePassword="%1$s"/>
          </sslContext>
          <transportConnectors>
            %4$s
          </transportConnectors>
          <managementContext>
            <managementContext createConnector="false"/>
          </managementContext>
        </broker>
      </beans>
      """;

  private SoakedBroker() {}

  /**
   * Writes the file that the broker starts from, or another one in its place, at once.
   *
   * @param keys the keys that the changing topics' messages must be encrypted under
   * @param sparePort where the connector listens that is stopped and started
   */
  static void write(Path folder, String keys, int sparePort) throws IOException {
    StringBuilder connectors = new StringBuilder();
    for (String name : CONNECTORS) {
      connectors.append(
          name.equals("spare") ? connector(name, "ssl", sparePort) : connector(name, name, 0));
    }
    for (int i = 0; i < REMOVED_COUNT; i++) {
      connectors.append(connector(REMOVED + i, "nio+ssl", 0));
    }
    Path next = folder.resolve("next.xml");
    Files.writeString(
        next,
        TEMPLATE.formatted(GatedBroker.PASSWORD, keys, GatedBroker.keyStore().toUri(), connectors));
    Files.move(
        next,
        folder.resolve(FILE),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  private static String connector(String name, String scheme, int port) {
    return "<transportConnector name=\"%s\" uri=\"%s://127.0.0.1:%d\"/>"
        .formatted(name, scheme, port);
  }

  /** Serves until its input ends. */
  public static void main(String[] arguments) throws Exception {
    BrokerService broker = BrokerFactory.createBroker("xbean:" + Path.of(FILE).toAbsolutePath());
    List<Integer> ports = new ArrayList<>();
    for (String name : CONNECTORS) {
      ports.add(broker.getConnectorByName(name).getConnectUri().getPort());
    }
    WatchedBroker.serve(ports);
    broker.stop();
    broker.waitUntilStopped();
  }
}
