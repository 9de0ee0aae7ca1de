package io.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.portcullis.testing.BrokerXml;
import io.portcullis.testing.Canary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A file may come from anybody: whatever stands in it, a check runs nothing of it. */
class HostileFileIT {

  private static final String CANARY = "io.portcullis.testing.Canary";
  private static final String SPRING = " xmlns=\"http://www.springframework.org/schema/beans\"";
  private static final String EXPRESSION = "#{T(%s).call()}".formatted(CANARY);

  /** What a report says of what it did not judge, whether or not the file has faults too. */
  private static final Pattern LEFT_OUT = Pattern.compile("\\d not checked; (--trust|correct) ");

  /** Beans that run something when they are made; BEAN stands for their name. */
  private static final Map<String, String> BEANS = beans();

  /** Where a bean may stand; BEAN stands for it. */
  private static final Map<String, UnaryOperator<String>> PLACES = places();

  @TempDir private Path folder;

  private static Map<String, String> beans() {
    String invoking =
        "<bean%s id=\"evil\" class=\"org.springframework.beans.factory.config.%s\"><property"
            + " name=\"staticMethod\" value=\"%s.call\"/></bean>";
    Map<String, String> beans = new LinkedHashMap<>();
    beans.put("a class", "<bean%s id=\"evil\" class=\"%s\"/>".formatted(SPRING, CANARY));
    beans.put(
        "a factory method",
        "<bean%s id=\"evil\" class=\"%s\" factory-method=\"make\"/>".formatted(SPRING, CANARY));
    beans.put(
        "an init method",
        "<bean%s id=\"evil\" class=\"%s\" init-method=\"begin\"/>".formatted(SPRING, CANARY));
    beans.put(
        "a method that makes a bean",
        invoking.formatted(SPRING, "MethodInvokingFactoryBean", CANARY));
    beans.put("a method", invoking.formatted(SPRING, "MethodInvokingBean", CANARY));
    beans.put(
        "an expression for a listed class",
        "<bean%s id=\"evil\" class=\"io.portcullis.BodyPolicy\"><property name=\"queue\" value=\"%s\"/></bean>"
            .formatted(SPRING, EXPRESSION));
    beans.put(
        "an expression for a class",
        "<bean%s id=\"evil\" class=\"#{T(%s).call()}\"/>".formatted(SPRING, CANARY));
    beans.put(
        "a replaced method of a listed class",
        "<bean%s id=\"evil\" class=\"io.portcullis.BodyPolicy\"><replaced-method name=\"setQueue\" replacer=\"x\"/></bean>"
            .formatted(SPRING));
    beans.put(
        "a factory bean of a listed class",
        "<bean%s id=\"evil\" class=\"io.portcullis.BodyPolicy\" factory-method=\"valueOf\"/>"
            .formatted(SPRING));
    beans.put(
        "a nested class",
        "<bean%s id=\"evil\" class=\"io.portcullis.Waiver\"><property name=\"reason\"><bean class=\"%s\"/></property></bean>"
            .formatted(SPRING, CANARY));
    return beans;
  }

  private static Map<String, UnaryOperator<String>> places() {
    Map<String, UnaryOperator<String>> places = new LinkedHashMap<>();
    places.put("beside the broker", xml -> xml.replace("<broker ", "BEAN<broker "));
    places.put("a plugin", xml -> xml.replace("<plugins>", "<plugins>BEAN"));
    places.put(
        "a plugin by its name",
        xml ->
            xml.replace("<broker ", "BEAN<broker ")
                .replace("<plugins>", "<plugins><ref%s bean=\"evil\"/>".formatted(SPRING)));
    places.put("a property of Portcullis", gate("<property name=\"mode\">BEAN</property>"));
    places.put(
        "a list of Portcullis",
        gate("<property name=\"bodyPolicies\"><list>BEAN</list></property>"));
    places.put("a property with a path", gate("<property name=\"waivers[0]\">BEAN</property>"));
    places.put("an argument", gate("<constructor-arg>BEAN</constructor-arg>"));
    places.put(
        "an environment",
        in(
            "<managementContext><managementContext><property%s name=\"environment\"><map><entry key=\"a\">BEAN</entry></map></property></managementContext></managementContext>"
                .formatted(SPRING)));
    for (String property :
        List.of(
            "persistenceAdapter",
            "persistenceFactory",
            "sslContext",
            "services",
            "shutdownHooks",
            "destinationInterceptors",
            "destinationPolicy",
            "ioExceptionHandler",
            "taskRunnerFactory",
            "messageAuthorizationPolicy",
            "networkConnectors",
            "systemUsage")) {
      places.put(property, in("<%s>BEAN</%1$s>".formatted(property)));
    }
    for (String property :
        List.of("persistenceAdapter", "services", "taskRunnerFactory", "sslContext")) {
      places.put(
          property + " by its name",
          xml ->
              xml.replace("<broker ", "BEAN<broker ")
                  .replace("brokerName=", "%s=\"#evil\" brokerName=".formatted(property)));
    }
    places.put(
        "an authorization map",
        xml ->
            xml.replace(
                "<plugins>",
                "<plugins><authorizationPlugin><map>BEAN</map></authorizationPlugin>"));
    places.put(
        "a connector", xml -> xml.replace("<transportConnectors>", "<transportConnectors>BEAN"));
    places.put(
        "a part of a connector",
        xml ->
            xml.replace(
                "<transportConnectors>",
                "<transportConnectors><transportConnector uri=\"tcp://127.0.0.1:0\"><discoveryAgent>BEAN</discoveryAgent></transportConnector>"));
    places.put(
        "a property in Spring's way",
        in("<property%s name=\"services\"><list>BEAN</list></property>".formatted(SPRING)));
    places.put(
        "a parent",
        xml ->
            xml.replace("<broker ", "BEAN<broker ")
                .replace("class=\"io.portcullis.PortcullisPlugin\"", "parent=\"evil\""));
    return places;
  }

  private static UnaryOperator<String> in(String elements) {
    return xml -> xml.replace("<plugins>", elements + "<plugins>");
  }

  private static UnaryOperator<String> gate(String properties) {
    return xml ->
        xml.replace(BrokerXml.GATE, BrokerXml.GATE.replace("/>", ">" + properties + "</bean>"));
  }

  static Stream<Arguments> files() {
    return Stream.concat(
        PLACES.entrySet().stream()
            .flatMap(
                place ->
                    BEANS.entrySet().stream()
                        .map(
                            bean ->
                                arguments(
                                    "%s in %s".formatted(bean.getKey(), place.getKey()),
                                    (UnaryOperator<String>)
                                        xml ->
                                            place
                                                .getValue()
                                                .apply(xml)
                                                .replace("BEAN", bean.getValue())))),
        texts());
  }

  private static Stream<Arguments> texts() {
    Map<String, UnaryOperator<String>> texts = new LinkedHashMap<>();
    for (String attribute :
        List.of("brokerName=\"xml\"", "useJmx=\"false\"", "persistent=\"false\"")) {
      texts.put(
          "an expression as " + attribute,
          xml ->
              xml.replace(
                  attribute, attribute.replaceFirst("\"\\w+\"", "\"x" + EXPRESSION + "\"")));
    }
    texts.put(
        "an expression as a password", xml -> xml.replace("a-long-password", "x" + EXPRESSION));
    texts.put(
        "an expression as a default",
        xml ->
            xml.replace(
                    "<broker ",
                    "<bean class=\"org.springframework.beans.factory.config.PropertyPlaceholderConfigurer\"/><broker ")
                .replace("a-long-password", "${none:x%s}".formatted(EXPRESSION)));
    texts.put(
        "an expression of two halves",
        xml ->
            xml.replace(
                    "<broker ",
                    "<bean class=\"org.springframework.beans.factory.config.PropertyPlaceholderConfigurer\"><property name=\"properties\"><props><prop key=\"half\">x#</prop></props></property></bean><broker ")
                .replace("a-long-password", "${half}" + EXPRESSION.substring(1)));
    texts.put(
        "an expression as a directory",
        xml ->
            xml.replace("brokerName=", "dataDirectory=\"x%s\" brokerName=".formatted(EXPRESSION)));
    texts.put(
        "an expression in an element",
        in("<dataDirectory>x%s</dataDirectory>".formatted(EXPRESSION)));
    texts.put(
        "the class of groups",
        xml ->
            xml.replace(
                "<plugins>",
                "<plugins><authorizationPlugin><map><authorizationMap groupClass=\"%1$s\"><authorizationEntries><authorizationEntry queue=\">\" read=\"a\" groupClass=\"%1$s\"/></authorizationEntries></authorizationMap></map></authorizationPlugin>"
                    .formatted(CANARY)));
    texts.put(
        "a typed value",
        gate(
            "<property name=\"mode\"><value type=\"%s\">ENFORCE</value></property>"
                .formatted(CANARY)));
    texts.put(
        "a package as a namespace",
        xml ->
            xml.replace(
                "<broker ",
                "<Canary xmlns=\"java://io.portcullis.testing\" id=\"evil\"/><broker "));
    texts.put(
        "a package as a namespace of a plugin",
        xml ->
            xml.replace("<plugins>", "<plugins><Canary xmlns=\"java://io.portcullis.testing\"/>"));
    texts.put(
        "the attributes of XBean",
        xml ->
            xml.replace(
                "<broker ",
                "<broker xmlns:s=\"http://xbean.apache.org/schemas/spring/1.0\" s:class=\"%s\" s:init-method=\"begin\" s:factory-method=\"make\" "
                    .formatted(CANARY)));
    texts.put(
        "a constant",
        xml ->
            xml.replace(
                "<broker ",
                "<constant xmlns=\"http://www.springframework.org/schema/util\" id=\"evil\" static-field=\"%s.NONE\"/><broker "
                    .formatted(CANARY)));
    texts.put(
        "a scan for components",
        xml ->
            xml.replace(
                "<broker ",
                "<component-scan xmlns=\"http://www.springframework.org/schema/context\" base-package=\"io.portcullis.testing\"/><broker "));
    texts.put(
        "an import", xml -> xml.replace("<broker ", "<import resource=\"evil.xml\"/><broker "));
    return texts.entrySet().stream().map(text -> arguments(text.getKey(), text.getValue()));
  }

  @BeforeEach
  @AfterEach
  void listen() {
    Canary.Cage.songs();
  }

  /** And what a start would run is named, unless the file cannot be read at all. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void nothingOfItIsRun(String name, UnaryOperator<String> change) throws Exception {
    Path file = file(change);

    CheckRun run = CheckRun.of(file);

    assertThat(Canary.Cage.songs()).as(run.out() + run.err()).isEmpty();
    if (run.status() != CheckCommand.UNREADABLE && !LEFT_OUT.matcher(run.out()).find()) {
      CheckRun.of("--trust", file);
      assertThat(Canary.Cage.songs()).as("what --trust runs is named").isEmpty();
    }
  }

  /** Otherwise the test above would prove nothing. */
  @Test
  void withTrustMostOfThemAreRun() throws Exception {
    int run = 0;
    List<Arguments> some = files().toList();
    for (int i = 0; i < some.size(); i += 10) {
      @SuppressWarnings("unchecked")
      UnaryOperator<String> change = (UnaryOperator<String>) some.get(i).get()[1];
      CheckRun.of("--trust", file(change));
      run += Canary.Cage.songs().isEmpty() ? 0 : 1;
    }

    assertThat(run).isGreaterThan(some.size() / 20);
  }

  private Path file(UnaryOperator<String> change) throws Exception {
    BrokerXml.write(folder, BrokerXml.GATE, "");
    Path file = folder.resolve("activemq.xml");
    String xml = Files.readString(file);
    Files.writeString(
        folder.resolve("evil.xml"),
        xml.replaceAll("(?s)<broker .*</broker>", "<bean class=\"%s\"/>".formatted(CANARY)));
    return Files.writeString(file, change.apply(xml));
  }
}
