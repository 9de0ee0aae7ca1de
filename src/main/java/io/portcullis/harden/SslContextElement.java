package io.portcullis.harden;

import io.portcullis.harden.Draft.Spot;
import io.portcullis.harden.text.XmlNode;
import io.portcullis.harden.text.XmlText;
import java.io.IOException;
import java.util.Optional;

/** The {@code <sslContext>} of the broker, and the key store that it names. */
final class SslContextElement {

  private static final String NAME = "sslContext";
  private static final String KEY_STORE = "keyStore";
  private static final String PASSWORD_PLACEHOLDER = "${%s}";

  private final Draft draft;

  SslContextElement(Draft draft) {
    this.draft = draft;
  }

  /** Returns the element that has the key store's attributes. */
  Optional<Spot> context() throws IOException {
    return draft.first(
        node ->
            Draft.broker(NAME).test(node)
                && node.parent().filter(parent -> parent.localName().equals(NAME)).isPresent());
  }

  /** Tells whether the broker has a context that is written in another way. */
  boolean isElsewhere() throws IOException {
    Optional<Spot> broker = draft.first(Draft.broker("broker"));
    return broker.isEmpty()
        || broker.get().node().attribute(NAME).isPresent()
        || (broker.get().node().child(NAME).isPresent() && context().isEmpty());
  }

  /** Returns the location of the key store. */
  Optional<String> keyStore() throws IOException {
    return context().flatMap(spot -> spot.node().attribute(KEY_STORE));
  }

  /** Tells whether the key store is the one that ActiveMQ ships, whose key everybody has. */
  boolean isShipped() throws IOException {
    return context()
        .map(Spot::node)
        .filter(
            node ->
                node.attribute(KEY_STORE)
                        .filter(location -> location.endsWith("broker.ks"))
                        .isPresent()
                    && node.attribute("keyStorePassword").filter("password"::equals).isPresent())
        .isPresent();
  }

  /**
   * Sets the key store, and keeps all else.
   *
   * @param name the name of its file in the folder
   * @param property the property that has its password
   * @return whether it changed
   */
  boolean set(String rule, String name, String type, String property) throws IOException {
    String location = "file:${activemq.conf}/" + name;
    String password = PASSWORD_PLACEHOLDER.formatted(property);
    Optional<Spot> context = context();
    if (context.isEmpty()) {
      return insert(rule, location, type, password);
    }
    boolean changed = false;
    for (String[] attribute :
        new String[][] {
          {"keyStorePassword", password}, {"keyStoreType", type}, {KEY_STORE, location}
        }) {
      Spot spot = context().orElseThrow();
      if (!spot.node().attribute(attribute[0]).filter(attribute[1]::equals).isPresent()) {
        changed |=
            draft.edit(
                spot, rule, (xml, node) -> xml.withAttribute(node, attribute[0], attribute[1]));
      }
    }
    Spot spot = context().orElseThrow();
    return spot.node().attribute("keyStoreKeyPassword").isPresent()
        ? draft.edit(spot, rule, (xml, node) -> xml.withoutAttribute(node, "keyStoreKeyPassword"))
        : changed;
  }

  private boolean insert(String rule, String location, String type, String password)
      throws IOException {
    Spot broker = draft.first(Draft.broker("broker")).orElseThrow();
    String prefix = broker.node().prefix();
    String element =
        """
        <%1$ssslContext>
          <%1$ssslContext keyStore="%2$s" keyStoreType="%3$s" keyStorePassword="%4$s"/>
        </%1$ssslContext>
        """
            .formatted(prefix, XmlText.escaped(location), type, XmlText.escaped(password));
    Optional<XmlNode> connectors = broker.node().child("transportConnectors");
    return draft.edit(
        new Spot(broker.file(), connectors.orElse(broker.node())),
        rule,
        (xml, node) ->
            connectors.isPresent() ? xml.before(node, element) : xml.last(node, element));
  }
}
