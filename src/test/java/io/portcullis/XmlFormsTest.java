package io.portcullis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.gate.StandingGate;
import io.portcullis.testing.BrokerXml;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.activemq.broker.BrokerFactory;
import org.apache.activemq.broker.BrokerService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** The plugin as a Spring bean and as an element of its own. */
class XmlFormsTest {

  private static final String BEAN =
      BrokerXml.gate(
          """
          <property name="mode" value="${mode}"/>
          <property name="clientIds">
            <list>
              <bean class="io.portcullis.ClientIds">
                <property name="user" value="robot"/>
                <property name="pattern" value="${ids}"/>
              </bean>
            </list>
          </property>
          """
              + BrokerXml.bodyPolicy("queue", "OPEN.&gt;", "body", "ANY")
              + BrokerXml.waivers(
                  BrokerXml.waiver("refuse-public-connector", "ssl", "${reason}", "9999-12-31")));

  private static final String ELEMENT =
      """
      <portcullis xmlns="http://portcullis.io/schema/1" mode="${mode}">
        <bodyPolicies>
          <bodyPolicy queue="OPEN.&gt;" body="ANY"/>
        </bodyPolicies>
        <clientIds>
          <clientId user="robot" pattern="${ids}"/>
        </clientIds>
        <waivers>
          <waiver rule="refuse-public-connector" subject="ssl" reason="${reason}" until="9999-12-31"/>
        </waivers>
      </portcullis>
      """;

  static final List<String> FORMS = List.of(BEAN, ELEMENT);

  @TempDir private Path folder;

  @ParameterizedTest
  @FieldSource("FORMS")
  void bothFormsSetTheSameProperties(String form) throws Exception {
    BrokerService broker = start(said(form, "ENFORCE", "none is known"));
    try {
      assertThat(StandingGate.isBefore(broker)).isTrue();
    } finally {
      broker.stop();
    }
  }

  @ParameterizedTest
  @FieldSource("FORMS")
  void aWrongValueIsSaidInBothForms(String form) {
    assertThatThrownBy(() -> start(said(form, "LAX", "")))
        .hasStackTraceContaining("mode=\"LAX\" is not one of ENFORCE, REPORT_ONLY")
        .hasStackTraceContaining("clientIds[0].pattern is missing; name client ids")
        .hasStackTraceContaining("waivers[0].reason is missing; say why");
  }

  private static String said(String form, String mode, String reason) {
    return form.replace("${mode}", mode)
        .replace("${ids}", reason.isEmpty() ? "" : "robot-*")
        .replace("${reason}", reason);
  }

  @Test
  void theSchemaHasEveryPropertyAndNoOther() throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    Document schema;
    try (var in = getClass().getResourceAsStream("/io/portcullis/portcullis.xsd")) {
      schema = factory.newDocumentBuilder().parse(in);
    }
    Set<String> named = names(schema, "attribute");
    named.addAll(names(schema, "element"));

    Set<String> properties = properties(Portcullis.class);
    properties.addAll(properties(BodyPolicy.class));
    properties.addAll(properties(Waiver.class));
    properties.addAll(properties(ClientIds.class));
    properties.addAll(Set.of("id", "portcullis", "bodyPolicy", "clientId", "waiver"));
    assertThat(named).isEqualTo(properties);
  }

  private BrokerService start(String plugin) throws Exception {
    return BrokerFactory.createBroker(BrokerXml.write(folder, plugin, ""), true);
  }

  private static Set<String> names(Document schema, String kind) {
    NodeList nodes = schema.getElementsByTagNameNS("http://www.w3.org/2001/XMLSchema", kind);
    Set<String> names = new java.util.HashSet<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      var name = nodes.item(i).getAttributes().getNamedItem("name");
      if (name != null) {
        names.add(name.getNodeValue());
      }
    }
    return names;
  }

  private static Set<String> properties(Class<?> bean) throws Exception {
    return Arrays.stream(Introspector.getBeanInfo(bean).getPropertyDescriptors())
        .filter(property -> property.getWriteMethod() != null)
        .map(PropertyDescriptor::getName)
        .collect(Collectors.toSet());
  }
}
