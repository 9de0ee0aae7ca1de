package io.portcullis.scenario.remedies;

import static io.portcullis.scenario.remedies.ConfFolder.replacing;

import io.portcullis.testing.BrokerXml;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Remedies for files that are not what ActiveMQ reads. */
class XmlRemediesIT {

  private static final String CONFIGURER =
      "<bean class=\"org.springframework.beans.factory.config.PropertyPlaceholderConfigurer\"/>";
  private static final String MODE =
      BrokerXml.with(ConfFolder.GATE, "<property name=\"mode\" value=\"ENFORCE\"/>");
  private static final String OWN_ELEMENT = "<portcullis xmlns=\"http://portcullis.io/schema/1\"/>";
  private static final String CORE = "http://activemq.apache.org/schema/core";
  private static final String BEANS = "http://www.springframework.org/schema/beans";

  private static final String LOCKER =
      "<bean id=\"locker\" class=\"org.apache.activemq.store.SharedFileLocker\"/>";
  private static final String REFERENCE =
      "<persistenceAdapter><kahaDB locker=\"#zzz\"/></persistenceAdapter>";

  @TempDir private Path folder;

  static List<Named<Failing>> rows() {
    return Stream.of(names(), beans(), values(), schemas()).flatMap(List::stream).toList();
  }

  private static List<Named<Failing>> names() {
    return Failing.rows(
        row("xml-element-unknown", "of the broker", "transportConnectors>", "transportConectors>"),
        row("xml-element-unknown", "a plugin", "simpleAuthenticationP", "simpleAuthentificationP"),
        row("xml-element-unknown", "no similar name", "<plugins>", "<quantumTunnel/><plugins>"),
        row(
            "xml-element-unknown",
            "Spring's",
            ConfFolder.GATE,
            MODE.replace("property", "propery")),
        row(
            "xml-element-misplaced",
            "into another there",
            "<plugins>",
            "<transportConnector name=\"x\" uri=\"ssl://127.0.0.1:61618?%s\"/><plugins>"
                .formatted(ConfFolder.BOUNDS)),
        row(
            "xml-element-misplaced",
            "into a new one",
            "<plugins>",
            "<memoryPersistenceAdapter/><plugins>"),
        row("xml-attribute-unknown", "misspelt", "useJmx=", "useJnx="),
        row("xml-attribute-unknown", "of a user", "groups=\"stock\"", "goups=\"stock\""),
        row("xml-attribute-unknown", "no similar name", "<plugins>", "<plugins frobnicate=\"1\">"),
        row(
            "xml-attribute-unknown",
            "Spring's",
            "id=\"portcullis\" class=",
            "id=\"portcullis\" clas="),
        row("xml-property-unknown", "misspelt", ConfFolder.GATE, MODE.replace("mode", "moed")),
        row(
            "xml-property-unknown",
            "no similar name",
            ConfFolder.GATE,
            MODE.replace("mode", "xyzzy")),
        row("xml-property-twice", "two", ConfFolder.GATE, twice()),
        row(
            "xml-namespace-wrong",
            "the broker in Spring's",
            "<broker xmlns=\"%s\"".formatted(CORE),
            "<broker"),
        row("xml-namespace-wrong", "misspelt", "xmlns=\"" + CORE, "xmlns=\"" + CORE + "s"),
        row(
            "xml-namespace-wrong",
            "Portcullis in ActiveMQ's",
            "<bean xmlns=\"%s\" id".formatted(BEANS),
            "<bean id"));
  }

  private static String twice() {
    String property = "<property name=\"mode\" value=\"ENFORCE\"/>";
    return MODE.replace(property, property + property);
  }

  private static List<Named<Failing>> beans() {
    return Failing.rows(
        row("xml-class-missing", "misspelt", "io.portcullis.Portcullis", "io.portcullis.Portculis"),
        Failing.other(
            1,
            row(
                "xml-class-missing",
                "of others",
                CONFIGURER,
                CONFIGURER + "\n<bean class=\"com.example.Absent\">\n</bean>\n")),
        row(
            "xml-class-removed",
            "several lines",
            CONFIGURER,
            CONFIGURER
                + "\n<bean class=\"io.fabric8.insight.log.log4j.Log4jLogQuery\"\n lazy-init=\"false\">\n</bean>\n"),
        row(
            "xml-class-removed",
            "one line",
            CONFIGURER,
            CONFIGURER + "\n<bean class=\"org.apache.activemq.broker.jmx.Log4jConfigView\"/>\n"),
        row(
            "xml-bean-misplaced",
            "a plugin",
            "<plugins>",
            "<plugins>\n<bean xmlns=\"%s\" class=\"io.portcullis.Waiver\"/>\n".formatted(BEANS)),
        Failing.of(
            "xml-bean-missing",
            "misspelt",
            folder ->
                folder
                    .replace(CONFIGURER, CONFIGURER + LOCKER)
                    .replace("<plugins>", REFERENCE.replace("zzz", "lokker") + "<plugins>")),
        Failing.other(
            1, row("xml-bean-missing", "no similar name", "<plugins>", REFERENCE + "<plugins>")),
        row(
            "xml-id-twice",
            "two",
            CONFIGURER,
            CONFIGURER.replace("<bean", "<bean id=\"portcullis\"")));
  }

  private static List<Named<Failing>> values() {
    return Failing.rows(
        row("xml-value-wrong", "a truth value", "tempTopic=\"true\"", "tempTopic=\"ja\""),
        row(
            "xml-value-wrong",
            "of the broker",
            "persistent=\"false\"",
            "persistent=\"false\" populateJMSXUserID=\"ja\""),
        row(
            "xml-value-wrong",
            "a number",
            "tempQueue=\"true\" maxDestinations=\"1000\"",
            "tempQueue=\"true\" maxDestinations=\"many\""),
        row("xml-property-wrong", "a size", "limit=\"1048576\"", "limit=\"4 gigs\""),
        row("xml-property-wrong", "a URI", "ssl://127.0.0.1:61617?" + ConfFolder.BOUNDS, "ssl:"),
        row(
            "xml-attribute-missing",
            "a property",
            ConfFolder.GATE,
            MODE.replace("name=\"mode\" ", "")),
        row("xml-text-misplaced", "among elements", "<plugins>", "<plugins>oops"),
        row("xml-placeholder-missing", "misspelt", "\"mended\"", "\"${activemq.dat}\""),
        Failing.of(
            "xml-placeholder-missing",
            "no similar name",
            folder -> {
              properties(folder);
              folder.write("credentials.properties", "");
              folder.replace("\"mended\"", "\"${zzz}\"");
            }),
        Failing.of("xml-file-missing", "of properties", XmlRemediesIT::properties),
        row(
            "xml-file-missing",
            "an import",
            CONFIGURER,
            CONFIGURER + "<import resource=\"more.xml\"/>"));
  }

  private static void properties(ConfFolder folder) throws Exception {
    folder.replace(
        CONFIGURER,
        BrokerXml.with(
            CONFIGURER,
            "<property name=\"location\" value=\"%s\"/>"
                .formatted(folder.path("credentials.properties").toUri())));
  }

  private static List<Named<Failing>> schemas() {
    return Failing.rows(
        row("xml-schema-unnamed", "not ActiveMQ's", CORE + " " + CORE + "/activemq-core.xsd", ""),
        row("xml-schema-unnamed", "another release's", "core.xsd", "core-9.9.9.xsd"),
        row("xml-schema-unnamed", "not Portcullis's", ConfFolder.GATE, OWN_ELEMENT),
        none("no locations", ""),
        none("no locations, and no prefix", "xmlns:xsi=\"[^\"]*\"\\s*"));
  }

  private static Named<Failing> none(String name, String declaration) {
    return Failing.of(
        "xml-schema-unnamed",
        name,
        folder ->
            folder.write(
                "activemq.xml",
                folder
                    .read("activemq.xml")
                    .replaceAll(declaration + "xsi:schemaLocation=\"[^\"]*\"", "")));
  }

  private static Named<Failing> row(String code, String name, String from, String to) {
    return Failing.of(code, name, replacing(from, to));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void remedyHelps(Failing failing) throws Exception {
    Remedies.helps(failing, folder);
  }
}
