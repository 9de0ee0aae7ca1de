package io.portcullis.harden;

import io.portcullis.harden.Draft.Spot;
import io.portcullis.harden.text.PropertiesText;
import io.portcullis.harden.text.XmlNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The password of the broker's key store, in the properties file from which the configuration takes
 * its placeholders. Where nothing replaces placeholders, a bean for it is added.
 */
final class StorePassword {

  static final String PROPERTY = "broker.keystore.password";

  private static final String BEANS =
      "<beans xmlns=\"%1$s\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
          + " xsi:schemaLocation=\"%1$s %1$s/spring-beans.xsd\">";

  private static final String RULE = "require-valid-certificate";

  private static final String CONFIGURER =
      """
      <bean xmlns="%s" class="org.springframework.beans.factory.config.PropertyPlaceholderConfigurer">
        %s
      </bean>
      """;

  private static final String LOCATIONS =
      "<property name=\"locations\" value=\"file:${activemq.conf}/%s\"/>"
          .formatted(ConsoleUser.FILE);

  private final Work work;

  StorePassword(Work work) {
    this.work = work;
  }

  /** Tells whether there is a place for the password. */
  boolean hasPlace() throws IOException {
    PropertyPlaceholders placeholders = PropertyPlaceholders.of(work);
    if (!placeholders.files().isEmpty()) {
      return true;
    }
    return placeholders.beans().isEmpty() ? !hasOldPlaceholders() : canTakeFile(placeholders);
  }

  /**
   * Tells whether the configuration has texts that look like placeholders and are none today. A
   * start could fail for them if they were.
   */
  private boolean hasOldPlaceholders() throws IOException {
    return work.draft().text(work.draft().main()).text().matches("(?s).*\\$\\{(?!activemq\\.).*");
  }

  private static boolean canTakeFile(PropertyPlaceholders placeholders) {
    List<XmlNode> beans = placeholders.beans().stream().map(Spot::node).toList();
    return beans.size() == 1
        && beans.get(0).localName().equals("bean")
        && beans.get(0).all().noneMatch(node -> isLocation(node));
  }

  private static boolean isLocation(XmlNode node) {
    return node.attribute("name").filter(name -> name.startsWith("location")).isPresent();
  }

  /** Writes the password, and whatever makes the placeholder work. */
  void set(String password) throws IOException {
    PropertyPlaceholders placeholders = PropertyPlaceholders.of(work);
    Optional<String> file = placeholders.files().stream().reduce((first, last) -> last);
    if (file.isEmpty()) {
      replacePlaceholders(placeholders);
    }
    String name =
        placeholders.files().contains(ConsoleUser.FILE)
            ? ConsoleUser.FILE
            : file.orElse(ConsoleUser.FILE);
    PropertiesText properties =
        work.draft().has(name) ? work.properties(name) : PropertiesText.of("", "\n");
    properties.set(PROPERTY, password);
    work.save(name, RULE, properties);
  }

  private void replacePlaceholders(PropertyPlaceholders placeholders) throws IOException {
    if (!placeholders.beans().isEmpty()) {
      work.draft()
          .edit(placeholders.beans().get(0), RULE, (xml, node) -> xml.last(node, LOCATIONS));
      return;
    }
    Spot broker = work.draft().first(Draft.broker("broker")).orElseThrow();
    String bean = CONFIGURER.formatted(Draft.BEANS, LOCATIONS);
    if (broker.node().parent().isPresent()) {
      work.draft()
          .edit(
              broker,
              RULE,
              (xml, node) ->
                  xml.before(node, bean.replace(" xmlns=\"%s\"".formatted(Draft.BEANS), "")));
      return;
    }
    work.draft()
        .edit(
            broker,
            RULE,
            (xml, node) -> xml.wrapped(node, BEANS.formatted(Draft.BEANS), "</beans>"));
    Spot wrapped = work.draft().first(Draft.broker("broker")).orElseThrow();
    work.draft().edit(wrapped, RULE, (xml, node) -> xml.before(node, bean));
  }
}
