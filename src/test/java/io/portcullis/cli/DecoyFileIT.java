package io.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.portcullis.broker.configuration.BrokerFile;
import io.portcullis.rule.Rules;
import io.portcullis.testing.BrokerXml;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.activemq.broker.BrokerFactory;
import org.apache.activemq.broker.BrokerService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Beside the broker that is judged stands something that makes a start take another one, or that
 * changes it. ActiveMQ's own loader says what a start would do; where that is not what is judged,
 * all rules are told as not checked.
 */
class DecoyFileIT {

  private static final String MEDDLER = "io.portcullis.testing.Meddler";
  private static final String SPRING = "org.springframework.beans.factory.config.";

  /** What stands there, in two places each; real is the id of the broker. */
  private static final Map<String, String> DECOYS = decoys();

  private static final List<String> PLACES =
      List.of(
          "after",
          "in nested beans",
          "imported before",
          "imported with profile",
          "imported with default-autowire",
          "imported with default-init-method");

  @TempDir private Path folder;

  private static Map<String, String> decoys() {
    Map<String, String> decoys = new LinkedHashMap<>();
    for (String id : List.of("broker", "real", "gate", "another")) {
      decoys.put(
          id + " from a file",
          "<bean id=\"%s\" class=\"org.apache.activemq.xbean.BrokerFactoryBean\"><property name=\"config\" value=\"file:FOLDER/other.xml\"/></bean>"
              .formatted(id));
      decoys.put(id + " of a factory", bean(id, MEDDLER + "$Factory", "", ""));
      decoys.put(id + " of another class", bean(id, MEDDLER + "$Subclass", "", ""));
      decoys.put(id + " of a method", bean(id, MEDDLER, "factory-method=\"make\"", ""));
      decoys.put(
          id + " of a method's call",
          bean(
              id,
              SPRING + "MethodInvokingFactoryBean",
              "",
              property("staticMethod", "value", MEDDLER + ".make")));
      decoys.put(
          id + " of a parent",
          "<bean id=\"base\" abstract=\"true\" class=\"org.apache.activemq.broker.BrokerService\">%s</bean><bean id=\"%s\" parent=\"base\"/>"
              .formatted(property("brokerName", "value", "meddled"), id));
      decoys.put(
          id + " of the list",
          bean(
              id,
              "org.apache.activemq.broker.BrokerService",
              "",
              property("brokerName", "value", "meddled")));
      decoys.put(
          id + " that is abstract", bean(id, MEDDLER + "$Subclass", "abstract=\"true\"", ""));
      decoys.put(
          id + " of the list that is abstract",
          bean(
              id,
              "org.apache.activemq.broker.BrokerService",
              "abstract=\"true\"",
              property("brokerName", "value", "meddled")));
      decoys.put(
          id + " of a profile",
          "<beans profile=\"none\">%s</beans>"
              .formatted(
                  bean(
                      id,
                      "org.apache.activemq.broker.BrokerService",
                      "",
                      property("brokerName", "value", "meddled"))));
    }
    decoys.put(
        "an alias",
        bean("other", MEDDLER + "$Subclass", "", "") + "<alias name=\"other\" alias=\"broker\"/>");
    decoys.put(
        "an alias of the list",
        bean(
                "other",
                "org.apache.activemq.broker.BrokerService",
                "",
                property("brokerName", "value", "meddled"))
            + "<alias name=\"other\" alias=\"broker\"/>");
    decoys.put(
        "an alias behind a placeholder",
        bean("other", MEDDLER + "$Subclass", "", "")
            + "<alias name=\"other\" alias=\"${alias}\"/>"
            + bean(
                "p",
                SPRING + "PropertyPlaceholderConfigurer",
                "",
                "<property name=\"properties\"><props><prop key=\"alias\">broker</prop></props></property>"));
    decoys.put(
        "an alias with a comma",
        "<bean name=\"x,broker\" class=\"%s$Subclass\"/>".formatted(MEDDLER));
    meddlers(decoys);
    return decoys;
  }

  private static void meddlers(Map<String, String> decoys) {
    String generated = "org.apache.activemq.xbean.XBeanBrokerService#0";
    for (String name : List.of("real", generated)) {
      decoys.put("a property of " + name, bean("m", MEDDLER, "", property("broker", "ref", name)));
      decoys.put(
          "an argument of " + name,
          bean("m", MEDDLER, "", "<constructor-arg ref=\"%s\"/>".formatted(name)));
      decoys.put(
          "an element with " + name,
          bean(
              "m",
              MEDDLER,
              "",
              "<constructor-arg><ref bean=\"%s\"/></constructor-arg>".formatted(name)));
      decoys.put(
          "a method that begins with " + name,
          bean("m", MEDDLER, "init-method=\"begin\"", property("kept", "ref", name)));
      decoys.put(
          "a method that makes a bean of " + name,
          bean(
              "m",
              MEDDLER,
              "factory-method=\"change\"",
              "<constructor-arg ref=\"%s\"/>".formatted(name)));
      decoys.put(
          "a called method of " + name,
          bean(
              "m",
              SPRING + "MethodInvokingBean",
              "",
              property("targetObject", "ref", name)
                  + property("targetMethod", "value", "setBrokerName")
                  + property("arguments", "value", "meddled")));
      decoys.put(
          "a path from " + name,
          bean(
              "m",
              SPRING + "MethodInvokingBean",
              "",
              "<property name=\"targetObject\"><bean class=\"%sPropertyPathFactoryBean\">%s%s</bean></property>"
                      .formatted(
                          SPRING,
                          property("targetBeanName", "value", name),
                          property("propertyPath", "value", "managementContext"))
                  + property("targetMethod", "value", "setUseMBeanServer")
                  + property("arguments", "value", "false")));
    }
    decoys.put(
        "a bean in a bean",
        bean(
            "m",
            "java.util.ArrayList",
            "",
            "<constructor-arg><list>%s</list></constructor-arg>"
                .formatted(
                    "<bean class=\"%s\">%s</bean>"
                        .formatted(MEDDLER, property("broker", "ref", "real")))));
    decoys.put("by type", bean("m", MEDDLER, "autowire=\"byType\"", ""));
    decoys.put("by the constructor", bean("m", MEDDLER, "autowire=\"constructor\"", ""));
    decoys.put(
        "by type for all",
        "<beans default-autowire=\"byType\">%s</beans>".formatted(bean("m", MEDDLER, "", "")));
    decoys.put("found", bean("m", MEDDLER + "$Finder", "", ""));
    decoys.put(
        "an expression",
        bean("m", "java.util.ArrayList", "", "").replace("/>", "")
            + "<constructor-arg value=\"#{real.setBrokerName('meddled')}\"/></bean>");
    decoys.put(
        "a namespace",
        "<bean id=\"m\" class=\"%s\" xmlns:p=\"http://www.springframework.org/schema/p\" p:broker-ref=\"real\"/>"
            .formatted(MEDDLER));
    decoys.put(
        "an overriding property",
        bean(
            "m",
            SPRING + "PropertyOverrideConfigurer",
            "",
            "<property name=\"properties\"><props><prop key=\"real.brokerName\">meddled</prop></props></property>"));
    decoys.put(
        "a harmless bean", bean("m", "java.util.ArrayList", "", "<constructor-arg value=\"3\"/>"));
  }

  private static String bean(String id, String type, String attributes, String inner) {
    String start = "<bean id=\"%s\" class=\"%s\" %s".formatted(id, type, attributes);
    return inner.isEmpty() ? start + "/>" : start + ">" + inner + "</bean>";
  }

  private static String property(String name, String how, String value) {
    return "<property name=\"%s\" %s=\"%s\"/>".formatted(name, how, value);
  }

  static Stream<Arguments> files() {
    List<String> decoys = List.copyOf(DECOYS.keySet());
    return IntStream.range(0, decoys.size())
        .boxed()
        .flatMap(
            i ->
                Stream.of(i % 2 == 0 ? "before" : "imported after", PLACES.get(i % PLACES.size()))
                    .map(place -> arguments(decoys.get(i), place)));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("files")
  void whatIsNotWhatAStartTakesIsToldAsNotChecked(String decoy, String place) throws Exception {
    boolean real = decoy.contains("real") || decoy.hashCode() % 2 == 0;
    String id = real && !decoy.contains("#") ? "id=\"real\" " : "";
    Path file = file(DECOYS.get(decoy), place, id);
    Optional<String> started = started(file);
    if (started.isPresent()) {
      assertTold(started.get(), file);
    }
  }

  private static void assertTold(String started, Path file) {
    BrokerFile read;
    try {
      read = BrokerFile.readAsData(file, Map.of());
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("no <broker> that is read without --trust");
      return;
    }
    if (!started.equals(of(read.service()))) {
      assertThat(read.leftOut())
          .as("a start takes %s", started)
          .anyMatch(thing -> thing.rules().equals(List.copyOf(Rules.ids())));
    }
  }

  /** Otherwise the test above would prove nothing. */
  @Test
  void aStartTakesAnotherForMostOfThem() throws Exception {
    String honest = "xml true [SimpleAuthenticationPlugin, PortcullisPlugin]";
    int others = 0;
    List<String> failed = new ArrayList<>();
    List<String> some = DECOYS.keySet().stream().filter(decoy -> decoy.length() % 4 == 0).toList();
    for (String decoy : some) {
      Optional<String> started =
          started(
              file(DECOYS.get(decoy), "imported after", decoy.contains("#") ? "" : "id=\"real\" "));
      others += started.isPresent() && !started.get().equals(honest) ? 1 : 0;
      if (started.isEmpty()) {
        failed.add(decoy);
      }
    }

    assertThat(others).as("%s fail", failed).isGreaterThan(some.size() / 3);
  }

  private Path file(String decoy, String place, String id) throws Exception {
    String gate = BrokerXml.GATE.replace("class=", "id=\"g\" class=").replace("/>", ">");
    BrokerXml.write(folder, gate + property("mode", "value", "REPORT_ONLY") + "</bean>", "");
    Path file = folder.resolve("activemq.xml");
    String xml = Files.readString(file).replace("<broker ", "<broker start=\"false\" ");
    Files.writeString(
        folder.resolve("other.xml"), xml.replace("brokerName=\"xml\"", "brokerName=\"meddled\""));
    String text = decoy.replace("FOLDER", folder.toString());
    String root =
        place.contains(" with ")
            ? "<beans %s=\"%s\" "
                .formatted(
                    place.substring(place.lastIndexOf(' ') + 1),
                    place.endsWith("autowire") ? "byType" : "begin")
            : "<beans ";
    Files.writeString(
        folder.resolve("more.xml"),
        xml.replace("<beans ", root)
            .replaceAll("(?s)<broker .*</broker>", text.replace("$", "\\$")));
    String there =
        switch (place) {
          case "in nested beans" -> "<beans>%s</beans>".formatted(text);
          case "before", "after" -> text;
          default -> "<import resource=\"more.xml\"/>";
        };
    String real = xml.replace("<broker ", "<broker " + id);
    return Files.writeString(
        file,
        place.endsWith("before")
            ? real.replace("<broker ", there + "<broker ")
            : real.replace("</broker>", "</broker>" + there));
  }

  /** What ActiveMQ's own loader takes; empty if a start fails. */
  private static Optional<String> started(Path file) throws Exception {
    try {
      return Optional.of(of(BrokerFactory.createBroker(URI.create("xbean:" + file))));
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  private static String of(BrokerService service) {
    return "%s %s %s"
        .formatted(
            service.getBrokerName(),
            service.getManagementContext().isUseMBeanServer(),
            service.getPlugins() == null
                ? List.of()
                : Stream.of(service.getPlugins())
                    .map(plugin -> plugin.getClass().getSimpleName())
                    .toList());
  }
}
