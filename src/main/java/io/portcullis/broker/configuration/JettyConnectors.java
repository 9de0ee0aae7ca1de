package io.portcullis.broker.configuration;

import io.portcullis.broker.platform.HostAddresses;
import io.portcullis.rule.WebConnectorFacts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds where Jetty will listen, by its bean definitions. */
final class JettyConnectors {

  private static final String ANY_HOST = "0.0.0.0";
  private static final String LOCAL_CONNECTOR = "LocalConnector";

  /** ActiveMQ's bean that sets the two system properties if they are not set yet. */
  private static final String WEB_CONSOLE_PORT = "org.apache.activemq.web.WebConsolePort";

  private static final String DEFAULT_PORT = "8161";

  private static final Pattern SYSTEM_PROPERTY =
      Pattern.compile("#\\{\\s*systemProperties\\[\\s*'([^']+)'\\s*]\\s*}");

  private static final Pattern NUMBER = Pattern.compile("\\d+");

  private final Collection<DefinedBean> beans;

  JettyConnectors(Collection<DefinedBean> beans) {
    this.beans = beans;
  }

  List<WebConnectorFacts> facts() {
    List<WebConnectorFacts> connectors = new ArrayList<>();
    for (DefinedBean bean : beans) {
      if (bean.isJetty("Connector") && !bean.isJetty(LOCAL_CONNECTOR)) {
        connectors.add(
            connector(
                bean.text("host").flatMap(this::evaluated).orElse(ANY_HOST),
                bean.text("port").flatMap(this::evaluated).orElse("0"),
                speaksOnlyTls(bean),
                bean.place()));
      }
      if (bean.isJetty(".Server")) {
        ofConstructor(bean).ifPresent(connectors::add);
      }
    }
    return connectors;
  }

  private static WebConnectorFacts connector(String host, String port, boolean tls, String bean) {
    return new WebConnectorFacts(host, port, HostAddresses.of(host), tls, bean);
  }

  /**
   * Returns the connector of a server that is created with a port or an address; it has no TLS. If
   * the argument may be either, the host is unknown.
   */
  private Optional<WebConnectorFacts> ofConstructor(DefinedBean server) {
    for (DefinedBean argument : server.arguments().beans()) {
      if (argument.type().equals("java.net.InetSocketAddress")) {
        List<String> texts = new ArrayList<>(argument.arguments().texts());
        texts.add(0, ANY_HOST);
        return Optional.of(
            connector(texts.get(texts.size() - 2), texts.get(texts.size() - 1), false, ""));
      }
      if (!argument.isOfJetty()) {
        return Optional.of(unknown(argument.type()));
      }
    }
    return server.arguments().texts().stream()
        .flatMap(text -> evaluated(text).stream())
        .findFirst()
        .map(
            text ->
                NUMBER.matcher(text).matches()
                    ? connector(ANY_HOST, text, false, "")
                    : unknown(text));
  }

  private static WebConnectorFacts unknown(String port) {
    return new WebConnectorFacts("?", port, List.of(), false);
  }

  /** Tells whether a connector accepts only TLS. Its first connection factory decides. */
  private static boolean speaksOnlyTls(DefinedBean connector) {
    List<DefinedBean> factories =
        new ArrayList<>(connector.property("connectionFactories").beans());
    factories.addAll(connector.arguments().beans());
    boolean first =
        factories.stream()
            .filter(bean -> bean.type().contains("SslContextFactory") || isProtocol(bean))
            .findFirst()
            .map(bean -> bean.type().contains(".SslCon"))
            .orElse(false);
    return first
        && connector
            .text("defaultProtocol")
            .map(protocol -> protocol.toUpperCase(Locale.ROOT).startsWith("SSL"))
            .orElse(true);
  }

  private static boolean isProtocol(DefinedBean bean) {
    return bean.isJetty("ConnectionFactory");
  }

  /**
   * Evaluates a system property in a text, as in ActiveMQ's own configuration; empty if it is not
   * set. Other expressions stay as they are, and are not hosts.
   */
  private Optional<String> evaluated(String text) {
    Matcher property = SYSTEM_PROPERTY.matcher(text);
    if (!property.matches()) {
      return Optional.of(text);
    }
    String name = property.group(1);
    return Optional.ofNullable(System.getProperty(name)).or(() -> consoleDefault(name));
  }

  private Optional<String> consoleDefault(String systemProperty) {
    Optional<DefinedBean> console =
        beans.stream()
            .filter(bean -> bean.type().equals(WEB_CONSOLE_PORT) && bean.isStartedWith("start"))
            .findFirst();
    return switch (systemProperty) {
      case "jetty.host" -> console.map(bean -> bean.text("host").orElse(ANY_HOST));
      case "jetty.port" -> console.map(bean -> bean.text("port").orElse(DEFAULT_PORT));
      default -> Optional.empty();
    };
  }
}
