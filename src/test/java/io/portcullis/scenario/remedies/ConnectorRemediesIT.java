package io.portcullis.scenario.remedies;

import static io.portcullis.scenario.remedies.ConfFolder.replacing;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Remedies for connectors, networks and plugins. */
class ConnectorRemediesIT {

  private static final String SSL = "ssl://127.0.0.1:61617?";
  private static final String NETWORK =
      "<networkConnectors><networkConnector name=\"north\" uri=\"%s\"/></networkConnectors>"
          + "<plugins>";

  @TempDir private Path folder;

  static List<Named<Failing>> rows() {
    return Failing.rows(
        scheme("tcp"),
        scheme("nio"),
        scheme("auto"),
        scheme("auto+nio"),
        scheme("stomp"),
        scheme("stomp+nio"),
        scheme("amqp"),
        scheme("amqp+nio"),
        scheme("mqtt"),
        scheme("mqtt+nio"),
        Failing.of(
            "scheme-without-tls", "ws", replacing(SSL + ConfFolder.BOUNDS, "ws://127.0.0.1:61617")),
        Failing.of(
            "scheme-without-tls",
            "no keys, on loopback",
            folder -> withoutKeys(folder).replace(SSL, "tcp://127.0.0.1:61617?")),
        Failing.of(
            "scheme-without-tls",
            "no keys, on every address",
            folder -> withoutKeys(folder).replace(SSL, "tcp://0.0.0.0:61617?")),
        Failing.of(
            "scheme-without-tls",
            "no keys, by name",
            folder -> withoutKeys(folder).replace(SSL, "tcp://localhost:61617?")),
        Failing.of("http-connector", "https", replacing(SSL, "https://127.0.0.1:61617?")),
        Failing.of(
            "link-without-tls",
            "one remote broker",
            replacing("<plugins>", NETWORK.formatted("static:(tcp://192.0.2.1:61616)"))),
        Failing.of(
            "link-without-tls",
            "several",
            replacing(
                "<plugins>",
                NETWORK.formatted("masterslave:(nio://192.0.2.1:61616,nio://192.0.2.2:61616)"))),
        Failing.of(
            "weak-protocols",
            "the documented name",
            replacing(SSL, SSL + "transport.enabledProtocols=TLSv1.1&amp;")),
        Failing.of(
            "weak-protocols",
            "another spelling",
            replacing(SSL, SSL + "transport.socket.enabledProtocols=TLSv1.1&amp;")),
        Failing.of(
            "weak-cipher-suites",
            "the documented name",
            replacing(
                SSL, SSL + "transport.enabledCipherSuites=TLS_RSA_WITH_AES_128_GCM_SHA256&amp;")),
        Failing.of(
            "client-certificate-not-demanded", "no option", replacing(ConfFolder.GATE, REQUIRED)),
        Failing.of(
            "client-certificate-not-demanded",
            "a want that takes it back",
            folder ->
                folder
                    .replace(ConfFolder.GATE, REQUIRED)
                    .replace(
                        SSL,
                        SSL
                            + "transport.needClientAuth=true&amp;transport.wantClientAuth=true&amp;")),
        Failing.of("connector-reachable", "an address", replacing("127.0.0.1", "8.8.8.8")),
        Failing.of(
            "connector-reachable",
            "an address of IPv6",
            replacing("127.0.0.1", "[2606:4700::1111]")),
        Failing.of("host-unresolved", "a name", replacing("127.0.0.1", "no-such-host.invalid")),
        Failing.of(
            "link-unseen",
            "a proxy",
            replacing(
                "<plugins>",
                "<proxyConnectors><proxyConnector name=\"p\" bind=\"tcp://127.0.0.1:0\""
                    + " remote=\"tcp://127.0.0.1:1\"/></proxyConnectors><plugins>")),
        Failing.of(
            "link-unseen",
            "a JMS bridge",
            replacing(
                "<plugins>",
                "<jmsBridgeConnectors><jmsQueueConnector name=\"j\"/></jmsBridgeConnectors>"
                    + "<plugins>")),
        Failing.of(
            "link-makes-broker",
            "a broker in this JVM",
            replacing("<plugins>", NETWORK.formatted("static:(vm://other)"))),
        Failing.of(
            "links-from-directory",
            "LDAP",
            replacing(
                "<plugins>",
                "<networkConnectors><ldapNetworkConnector name=\"north\" uri=\"ldap://192.0.2.1\"/>"
                    + "</networkConnectors><plugins>")),
        Failing.of(
            "subscriptions-shown",
            "a peer without TLS",
            replacing(
                "<plugins>",
                NETWORK
                    .formatted("static:(tcp://192.0.2.1:61616)")
                    .replace("uri=", "syncDurableSubs=\"true\" uri="))),
        Failing.of(
            "link-own-end",
            "another broker",
            folder ->
                folder
                    .replace("<plugins>", NETWORK.formatted("static:(ssl://192.0.2.1:61617)"))
                    .replace("brokerName=", "vmConnectorURI=\"vm://other\" brokerName=")),
        Failing.of(
            "connector-announced-by-maker",
            "an agent",
            replacing(
                "<transportConnector name=",
                "<transportConnector discoveryUri=\"ldap://192.0.2.1\" name=")),
        Failing.other(
            1,
            Failing.of(
                "connector-speaks-others",
                "one protocol",
                replacing(
                    ConfFolder.GATE,
                    ConfFolder.GATE.replace(
                        "/>", "><property name=\"protocols\" value=\"amqp\"/></bean>")))),
        Failing.of(
            "plugin-behind-gate",
            "statistics",
            replacing("</plugins>", "<statisticsBrokerPlugin/></plugins>")),
        Failing.of(
            "separators-behind-rights",
            "listed before",
            replacing(
                "<authorizationPlugin>",
                "<destinationPathSeparatorPlugin/><authorizationPlugin>")));
  }

  private static final String REQUIRED =
      ConfFolder.GATE.replace(
          "/>", "><property name=\"clientCertificates\" value=\"REQUIRED\"/></bean>");

  private static Named<Failing> scheme(String scheme) {
    return Failing.of("scheme-without-tls", scheme, replacing(SSL, scheme + "://127.0.0.1:61617?"));
  }

  private static ConfFolder withoutKeys(ConfFolder folder) throws Exception {
    folder.write(
        "activemq.xml",
        folder.read("activemq.xml").replaceAll("<sslContext><sslContext [^>]*/></sslContext>", ""));
    return folder;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void remedyHelps(Failing failing) throws Exception {
    Remedies.helps(failing, folder);
  }
}
