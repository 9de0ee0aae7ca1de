package io.portcullis.harden;

import io.portcullis.harden.Draft.Spot;
import io.portcullis.harden.text.XmlNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Gives the connector of the web console TLS, with the broker's key store. The host stays. The port
 * 8161 becomes 8162, as in Portcullis' own {@code conf/jetty.xml}. Any other port is the operator's
 * and stays.
 *
 * <p>It changes connectors of Jetty 9 to 11 with the arguments of ActiveMQ's own {@code jetty.xml}:
 * the server, and perhaps one list of connection factories. Others it leaves to the operator. So it
 * does a connector that knows of a proxy: the proxy speaks HTTP with it.
 *
 * <p>Jetty 10 and 11 refuse a request whose host is not a name in the certificate, even if the
 * client accepted the certificate. The console listens on loopback, and a certificate of a public
 * authority cannot have {@code localhost}. So the check is off: the client checks the name.
 */
final class ConsoleOverTls implements Step {

  private static final String RULE = "secure-management";
  private static final String PORT = "port";
  private static final String PLAIN_PORT = "8161";
  private static final String TLS_PORT = "8162";
  private static final String CONSOLE_PORT = "org.apache.activemq.web.WebConsolePort";

  private static final Set<String> PROXY_TYPES =
      Set.of(
          "org.eclipse.jetty.server.ForwardedRequestCustomizer",
          "org.eclipse.jetty.server.ProxyConnectionFactory");

  /** Attributes that say which parameter of the constructor an argument is for. */
  private static final List<String> AIMED = List.of("index", "name", "type");

  private static final String SSL =
      """
      <%1$sconstructor-arg>
        <%1$sbean class="org.eclipse.jetty.util.ssl.SslContextFactory$Server">
          %2$s
        </%1$sbean>
      </%1$sconstructor-arg>""";

  private static final String CUSTOMIZERS =
      """
      <%1$sproperty name="customizers">
        <%1$slist>
          <%1$sbean class="org.eclipse.jetty.server.SecureRequestCustomizer">
            <%1$sproperty name="sniHostCheck" value="false"/>
          </%1$sbean>
        </%1$slist>
      </%1$sproperty>""";

  @Override
  public boolean apply(Work work) throws IOException {
    List<Spot> plain = plain(work.draft());
    if (plain.isEmpty()
        || work.waives("web-connector-plain")
        || work.waives("web-connector-unknown")) {
      return false;
    }
    if (work.draft().first(ConsoleOverTls::isOfProxy).isPresent()) {
      decide(work, plain.get(0), "a proxy stands before it, so it keeps HTTP");
      return false;
    }
    Optional<BrokerKeyStore> keyStore = BrokerKeyStore.of(work.draft());
    if (keyStore.isEmpty()) {
      decide(work, plain.get(0), "no <sslContext> names a key store that Jetty finds");
      return false;
    }
    boolean changed = false;
    for (Optional<Spot> next = next(work); next.isPresent(); next = next(work)) {
      movePort(work.draft(), next.get());
      customize(work.draft(), next(work).orElseThrow());
      changed |= addTls(work, next(work).orElseThrow(), keyStore.get());
    }
    for (Spot other : plain(work.draft())) {
      decide(work, other, "its constructor has other arguments than in ActiveMQ's files");
    }
    return changed;
  }

  private static boolean isOfProxy(XmlNode node) {
    return node.localName().equals("bean")
        && node.attribute("class").filter(PROXY_TYPES::contains).isPresent();
  }

  private static List<Spot> plain(Draft draft) throws IOException {
    List<Spot> plain = new ArrayList<>();
    for (Spot connector : draft.all(Beans.jetty(".ServerConnector"))) {
      boolean tls =
          Beans.behind(draft, connector).stream()
              .flatMap(bean -> bean.node().attribute("class").stream())
              .anyMatch(type -> type.contains(".SslCon"));
      if (!tls) {
        plain.add(connector);
      }
    }
    return plain;
  }

  /** Returns the next connector without TLS whose arguments are known. */
  private static Optional<Spot> next(Work work) throws IOException {
    return plain(work.draft()).stream().filter(spot -> isKnown(spot.node())).findFirst();
  }

  private static boolean isKnown(XmlNode connector) {
    List<XmlNode> arguments = Beans.arguments(connector);
    return (arguments.size() == 1 || arguments.size() == 2)
        && Beans.reference(arguments.get(0)).isPresent()
        && arguments.stream().allMatch(argument -> AIMED.stream().noneMatch(argument::has))
        && arguments.stream().skip(1).noneMatch(argument -> argument.has("value"))
        && !Beans.has(connector, "connectionFactories");
  }

  private static void movePort(Draft draft, Spot connector) throws IOException {
    if (draft.first(ConsoleOverTls::isOnTlsPort).isPresent()) {
      return;
    }
    String port = Beans.text(draft, connector, PORT).orElse("");
    if (port.equals(PLAIN_PORT)) {
      Beans.set(draft, connector, RULE, PORT, TLS_PORT);
    }
    Optional<Spot> console = draft.first(Draft.bean(CONSOLE_PORT));
    if (!port.contains("jetty.port") || console.isEmpty()) {
      return;
    }
    if (Beans.text(draft, console.get(), PORT).orElse(PLAIN_PORT).equals(PLAIN_PORT)) {
      Beans.set(draft, console.get(), RULE, PORT, TLS_PORT);
    }
  }

  private static boolean isOnTlsPort(XmlNode node) {
    return node.attribute("name").filter(PORT::equals).isPresent()
        && node.attribute("value").filter(TLS_PORT::equals).isPresent();
  }

  private static void customize(Draft draft, Spot connector) throws IOException {
    for (Spot bean : Beans.behind(draft, connector)) {
      if (Beans.jetty(".HttpConfiguration").test(bean.node())
          && !Beans.has(bean.node(), "customizers")) {
        draft.edit(bean, RULE, (xml, node) -> xml.last(node, CUSTOMIZERS.formatted(node.prefix())));
        return;
      }
    }
  }

  private static boolean addTls(Work work, Spot connector, BrokerKeyStore keyStore)
      throws IOException {
    String prefix = connector.node().prefix();
    List<String> properties = new ArrayList<>(keyStore.properties(prefix));
    properties.add(
        Beans.property(
            prefix,
            "includeProtocols",
            String.join(",", work.checked().policy().tls().minimumVersion().andLater())));
    String lines = SSL.formatted(prefix, String.join("\n    ", properties));
    List<XmlNode> arguments = Beans.arguments(connector.node());
    return work.draft()
        .edit(
            connector,
            RULE,
            (xml, node) ->
                arguments.size() == 1
                    ? xml.after(arguments.get(0), lines)
                    : xml.before(arguments.get(1), lines));
  }

  private static void decide(Work work, Spot connector, String why) {
    work.decide(
        RULE,
        ("the web console's connector in %s has no TLS, and harden leaves it: %s; to give it TLS,"
                + " put an SslContextFactory$Server with the broker's key store behind its first"
                + " <constructor-arg>, as conf/jetty.xml of Portcullis does")
            .formatted(connector.file(), why));
  }
}
