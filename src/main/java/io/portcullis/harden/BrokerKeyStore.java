package io.portcullis.harden;

import io.portcullis.harden.Draft.Spot;
import io.portcullis.harden.text.XmlNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The key store that the broker's {@code <sslContext>} names. Texts may have placeholders.
 *
 * @param path its path, without a scheme
 * @param type its type; empty if the broker does not name one
 * @param password its password; empty if the broker does not name one
 * @param keyPassword the password of the key; empty if it is that of the store
 */
record BrokerKeyStore(
    String path, Optional<String> type, Optional<String> password, Optional<String> keyPassword) {

  private static final String SPRING = "org.apache.activemq.spring.SpringSslContext";
  private static final String CONF = "${activemq.conf}/";
  private static final Pattern FILE = Pattern.compile("^file:(//)?(?=[/$])");
  private static final Pattern SCHEME = Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]+:.*");

  /**
   * Finds the key store.
   *
   * @return empty if the files name none, or one whose place they do not tell
   */
  static Optional<BrokerKeyStore> of(Draft draft) throws IOException {
    Optional<Spot> element =
        draft.first(Draft.broker("sslContext").and(node -> node.attribute("keyStore").isPresent()));
    if (element.isPresent()) {
      XmlNode node = element.get().node();
      return node.attribute("keyStore")
          .flatMap(location -> path(draft, location))
          .map(
              path ->
                  new BrokerKeyStore(
                      path,
                      node.attribute("keyStoreType"),
                      node.attribute("keyStorePassword"),
                      node.attribute("keyStoreKeyPassword")));
    }
    Optional<Spot> bean = draft.first(Draft.bean(SPRING));
    return bean.isEmpty() ? Optional.empty() : ofBean(draft, bean.get());
  }

  private static Optional<BrokerKeyStore> ofBean(Draft draft, Spot bean) throws IOException {
    Optional<String> path =
        Beans.text(draft, bean, "keyStore").flatMap(location -> path(draft, location));
    if (path.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new BrokerKeyStore(
            path.get(),
            Beans.text(draft, bean, "keyStoreType"),
            Beans.text(draft, bean, "keyStorePassword"),
            Beans.text(draft, bean, "keyStoreKeyPassword")));
  }

  /** Returns the path for Jetty, which looks for no file on the class path. */
  private static Optional<String> path(Draft draft, String location) {
    String path = FILE.matcher(location.strip()).replaceFirst("");
    String onClassPath = path.replaceFirst("^classpath:/?", "");
    if (draft.has(onClassPath)) {
      return Optional.of(CONF + onClassPath);
    }
    boolean absolute = path.startsWith("/") || path.startsWith("${");
    return absolute && !SCHEME.matcher(path).matches() ? Optional.of(path) : Optional.empty();
  }

  /** Returns the properties of Jetty's {@code SslContextFactory$Server}, one on each line. */
  List<String> properties(String prefix) {
    List<String> lines = new ArrayList<>();
    lines.add(Beans.property(prefix, "keyStorePath", path));
    type.ifPresent(its -> lines.add(Beans.property(prefix, "keyStoreType", its)));
    password.ifPresent(its -> lines.add(Beans.property(prefix, "keyStorePassword", its)));
    keyPassword.ifPresent(its -> lines.add(Beans.property(prefix, "keyManagerPassword", its)));
    return lines;
  }
}
