package io.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One thing that cannot be read does not hide the rest, and is told with its place and remedy. */
class BrokenFilesIT {

  /** What only people who know Spring or XML Schema understand. */
  private static final List<String> RAW =
      List.of(
          "cvc-",
          "Exception",
          "org.xml",
          "Offending resource",
          "Error creating bean",
          "XBeanBrokerService",
          "Invalid content was found",
          "{\"http");

  /**
   * A broken file.
   *
   * @param name what is broken
   * @param from what the good file has
   * @param to what stands there instead
   * @param at what stands in the line that is told
   * @param says what is told: element, fault and remedy
   */
  private record Broken(String name, String from, String to, String at, List<String> says) {

    String in(String xml) {
      assertThat(xml).as(name).contains(from);
      return xml.replace(from, to);
    }

    int line(String xml) {
      return lineOf(in(xml), at);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  @TempDir Path folder;

  private static Broken broken(String name, String from, String to, String at, String... says) {
    return new Broken(name, from, to, at, List.of(says));
  }

  private static int lineOf(String text, String part) {
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).contains(part)) {
        return i + 1;
      }
    }
    throw new AssertionError(part);
  }

  static List<Broken> brokenNames() {
    return List.of(
        broken(
            "element of the broker misspelt",
            "transportConnectors>",
            "transportConectors>",
            "<transportConectors>",
            "<broker> has no element of this name",
            "did you mean <transportConnectors>?"),
        broken(
            "element of the broker in wrong case",
            "persistenceAdapter>",
            "PersistenceAdapter>",
            "<PersistenceAdapter>",
            "did you mean <persistenceAdapter>?"),
        broken(
            "element of a list misspelt",
            "<transportConnector name=\"amqp\"",
            "<transportConector name=\"amqp\"",
            "<transportConector ",
            "ActiveMQ has no element of this name",
            "did you mean <transportConnector>?"),
        broken(
            "plugin misspelt",
            "<jaasAuthenticationPlugin",
            "<jaasAuthentificationPlugin",
            "<jaasAuthentificationPlugin",
            "did you mean <jaasAuthenticationPlugin>?"),
        broken("store misspelt", "<kahaDB ", "<kahaDb ", "<kahaDb ", "did you mean <kahaDB>?"),
        broken(
            "nested limit misspelt",
            "<memoryUsage percent",
            "<memmoryUsage percent",
            "<memmoryUsage ",
            "did you mean <memoryUsage>?"),
        broken(
            "element that nobody knows",
            "<destinationPolicy>",
            "<quantumTunnel/><destinationPolicy>",
            "<quantumTunnel",
            "<broker> has no element of this name",
            "remove it"),
        broken(
            "plugin that nobody knows",
            "<jaasAuthenticationPlugin",
            "<zzzPlugin/><jaasAuthenticationPlugin",
            "<zzzPlugin",
            "ActiveMQ has no element of this name",
            "remove it"),
        broken(
            "store outside its element",
            "<persistenceAdapter>",
            "<kahaDB/><persistenceAdapter>",
            "<kahaDB/>",
            "this element may not stand in <broker>",
            "put it into <persistenceAdapter>"),
        broken(
            "connector outside its element",
            "<destinationPolicy>",
            "<transportConnector name=\"x\" uri=\"ssl://127.0.0.1:0\"/><destinationPolicy>",
            "<transportConnector name=\"x\"",
            "may not stand in <broker>",
            "put it into <transportConnectors>"),
        broken(
            "attribute of the broker misspelt",
            "dataDirectory=",
            "dataDirectry=",
            "dataDirectry=",
            "<broker> has no attribute \"dataDirectry\"",
            "did you mean dataDirectory?"),
        broken(
            "attribute in wrong case",
            "brokerName=",
            "brokername=",
            "brokername=",
            "did you mean brokerName?"),
        broken(
            "attribute of a connector misspelt",
            "<transportConnector name=\"mqtt\" uri=",
            "<transportConnector name=\"mqtt\" url=",
            " url=",
            "<transportConnector> has no attribute \"url\"",
            "did you mean uri?"),
        broken(
            "attribute that nobody knows",
            "createConnector=\"false\"",
            "createConnector=\"false\" frobnicate=\"1\"",
            "frobnicate",
            "<managementContext> has no attribute \"frobnicate\"",
            "remove it"),
        broken(
            "attribute of Spring's bean misspelt",
            "id=\"portcullis\" class=",
            "id=\"portcullis\" clas=",
            " clas=",
            "<bean> has no attribute \"clas\"",
            "did you mean class?"),
        broken(
            "property of Portcullis misspelt",
            "<property name=\"mode\"",
            "<property name=\"moed\"",
            "\"moed\"",
            "PortcullisPlugin has no property \"moed\"",
            "did you mean mode?"),
        broken(
            "property of a bean of Spring misspelt",
            "<property name=\"location\"",
            "<property name=\"lokation\"",
            "\"lokation\"",
            "PropertyPlaceholderConfigurer has no property \"lokation\"",
            "did you mean location?"),
        broken(
            "property that nobody knows",
            "<property name=\"mode\" value=\"ENFORCE\"/>",
            "<property name=\"mode\" value=\"ENFORCE\"/><property name=\"xyzzy\" value=\"1\"/>",
            "xyzzy",
            "has no property \"xyzzy\"",
            "remove it"),
        broken(
            "element of Spring misspelt",
            "<property name=\"mode\"",
            "<propery name=\"mode\"",
            "<propery",
            "<bean> has no element of this name",
            "did you mean <property>?"),
        broken(
            "bean in the namespace of ActiveMQ",
            "<bean xmlns=\"http://www.springframework.org/schema/beans\" id=",
            "<bean id=",
            "<bean id=",
            "it is in the namespace \"http://activemq.apache.org/schema/core\"",
            "write xmlns=\"http://www.springframework.org/schema/beans\" in it"),
        broken(
            "broker in the namespace of Spring",
            "<broker xmlns=\"http://activemq.apache.org/schema/core\"",
            "<broker",
            "<broker",
            "it is in the namespace \"http://www.springframework.org/schema/beans\"",
            "write xmlns=\"http://activemq.apache.org/schema/core\" in it"),
        broken(
            "namespace of ActiveMQ misspelt",
            "<broker xmlns=\"http://activemq.apache.org/schema/core\"",
            "<broker xmlns=\"http://activemq.apache.org/schema/cor\"",
            "<broker",
            "it is in the namespace \"http://activemq.apache.org/schema/cor\"",
            "write xmlns=\"http://activemq.apache.org/schema/core\" in it"));
  }

  static List<Broken> brokenBeans() {
    return List.of(
        broken(
            "class of Portcullis misspelt",
            "io.portcullis.PortcullisPlugin",
            "io.portcullis.PortculisPlugin",
            "PortculisPlugin",
            "class io.portcullis.PortculisPlugin is not on the class path",
            "did you mean io.portcullis.PortcullisPlugin?"),
        broken(
            "class of Spring misspelt",
            "config.PropertyPlaceholderConfigurer\"",
            "config.PropertyPlaceholderConfigurator\"",
            "Configurator",
            "so ActiveMQ does not start",
            "did you mean org.springframework.beans.factory.config.PropertyPlaceholderConfigurer?"),
        broken(
            "package of a class misspelt",
            "org.springframework.beans.factory.config.PropertyPlaceholderConfigurer\"",
            "org.springframwork.beans.factory.config.PropertyPlaceholderConfigurer\"",
            "springframwork",
            "did you mean org.springframework.beans.factory.config.PropertyPlaceholderConfigurer?"),
        broken(
            "log query of Fuse",
            "<broker ",
            "<bean id=\"logQuery\" class=\"org.fusesource.insight.log.log4j.Log4jLogQuery\"\n"
                + "    lazy-init=\"false\" init-method=\"start\">\n  </bean>\n<broker ",
            "logQuery",
            "<bean> \"logQuery\"",
            "has no class org.fusesource.insight.log.log4j.Log4jLogQuery any more",
            "delete this bean, lines "),
        broken(
            "log query of fabric8",
            "<broker ",
            "<bean class=\"io.fabric8.insight.log.log4j.Log4jLogQuery\"/>\n<broker ",
            "Log4jLogQuery",
            "has no class io.fabric8.insight.log.log4j.Log4jLogQuery any more",
            "delete this bean, line "),
        broken(
            "view of log4j",
            "<broker ",
            "<bean class=\"org.apache.activemq.broker.jmx.Log4jConfigView\"/>\n<broker ",
            "Log4jConfigView",
            "has no class org.apache.activemq.broker.jmx.Log4jConfigView any more",
            "delete this bean, line "),
        broken(
            "hook of Spring's shutdown",
            "<broker ",
            "<bean class=\"org.apache.activemq.hooks.Log4jHook\"/>\n<broker ",
            "Log4jHook",
            "delete this bean, line "),
        broken(
            "class of ActiveMQ that it does not have",
            "<broker ",
            "<bean class=\"org.apache.activemq.quux.Frobnicator\"/>\n<broker ",
            "Frobnicator",
            "class org.apache.activemq.quux.Frobnicator is not on the class path",
            "put its jar into lib/, or delete this bean, line "),
        broken(
            "bean that is no plugin",
            "<plugins>",
            "<plugins>\n<bean xmlns=\"http://www.springframework.org/schema/beans\""
                + " class=\"io.portcullis.Waiver\"/>",
            "io.portcullis.Waiver",
            "io.portcullis.Waiver is no BrokerPlugin, and only such beans may stand in <plugins>",
            "delete this bean, line "),
        broken(
            "bean that is no waiver",
            "<property name=\"mode\" value=\"ENFORCE\"/>",
            "<property name=\"mode\" value=\"ENFORCE\"/><property name=\"waivers\"><list><bean class=\"io.portcullis.BodyPolicy\"/></list></property>",
            "io.portcullis.BodyPolicy",
            "io.portcullis.BodyPolicy is no Waiver, and only such beans may stand in"),
        broken(
            "reference misspelt",
            "<property name=\"mode\" value=\"ENFORCE\"/>",
            "<property name=\"mode\" value=\"ENFORCE\"/><property name=\"waivers\" ref=\"wavers\"/>",
            "wavers",
            "it refers to bean \"wavers\", which the file does not define"),
        broken(
            "reference of an attribute",
            "<kahaDB ",
            "<kahaDB locker=\"#lokker\" ",
            "#lokker",
            "it refers to bean \"lokker\", which the file does not define"),
        broken(
            "placeholder without a value",
            "brokerName=\"portcullis\"",
            "brokerName=\"${broker.nam}\"",
            "${broker.nam}",
            "${broker.nam} has no value",
            "did you mean ${broker.name}?"),
        broken(
            "placeholder that nobody knows",
            "brokerName=\"portcullis\"",
            "brokerName=\"${zzz}\"",
            "${zzz}",
            "${zzz} has no value",
            "give it one in the properties file"),
        broken(
            "properties that are not there",
            "/credentials.properties",
            "/credential.properties",
            "PropertyPlaceholderConfigurer",
            "it needs a file that is not there: ",
            "credential.properties",
            "put it there"),
        broken(
            "import that is not there",
            "<broker ",
            "<import resource=\"jety.xml\"/>\n<broker ",
            "jety.xml",
            "it needs a file that is not there: ",
            "put it there"),
        broken(
            "import that is no XML",
            "<broker ",
            "<import resource=\"broken.xml\"/>\n<broker ",
            "broken.xml",
            "broken.xml cannot be read: line 2",
            "<bean>, which begins at line 1",
            "correct that file"));
  }

  static List<Broken> brokenValues() {
    return List.of(
        broken(
            "truth value",
            "createConnector=\"false\"",
            "createConnector=\"nein\"",
            "nein",
            "createConnector cannot be \"nein\"",
            "write true or false"),
        broken(
            "truth value that an editor reads",
            "brokerName=\"portcullis\"",
            "brokerName=\"portcullis\" useJmx=\"no-jmx\"",
            "no-jmx",
            "useJmx cannot be \"no-jmx\"",
            "write true or false"),
        broken(
            "number",
            "percentOfJvmHeap=\"70\"",
            "percentOfJvmHeap=\"70%\"",
            "70%",
            "percentOfJvmHeap cannot be \"70%\"",
            "write a whole number"),
        broken(
            "number of a policy",
            "queue=\">\" maxDestinations=\"10000\"",
            "queue=\">\" maxDestinations=\"many\"",
            "many",
            "maxDestinations cannot be \"many\"",
            "write a whole number"),
        broken(
            "size with a unit that nobody knows",
            "limit=\"4 gb\"",
            "limit=\"4 gigs\"",
            "4 gigs",
            "limit cannot be \"4 gigs\"",
            "such as 64 mb"),
        broken(
            "URI",
            "wss://127.0.0.1:61619?wireFormat.maxFrameSize=104857600",
            "wss:",
            "\"wss:\"",
            "uri cannot be \"wss:\"",
            "write a URI"),
        broken(
            "text among elements",
            "<transportConnectors>",
            "<transportConnectors>oops",
            "transportConnectors>",
            "text stands in it, where only elements may stand",
            "remove the text"),
        broken(
            "property without a name",
            "<property name=\"mode\" value",
            "<property value",
            "<property value",
            "it lacks an attribute that it must have",
            "add name"),
        broken(
            "import without a file",
            "<broker ",
            "<import/>\n<broker ",
            "<import/>",
            "it lacks an attribute that it must have",
            "add resource"),
        broken(
            "id twice",
            "<kahaDB ",
            "<kahaDB id=\"broker-1\" ",
            "<kahaDB id",
            "has the same id or name \"broker-1\"",
            "give one of them another name"),
        broken(
            "schema that is not known",
            "activemq-core.xsd",
            "activemq-core-9.9.9.xsd",
            "<broker ",
            "activemq-core-9.9.9.xsd is not known to this release",
            "http://activemq.apache.org/schema/core/activemq-core.xsd"));
  }

  static Stream<Broken> all() {
    return Stream.of(brokenNames(), brokenBeans(), brokenValues()).flatMap(List::stream);
  }

  @BeforeEach
  void otherFiles() throws Exception {
    Files.writeString(folder.resolve("credentials.properties"), "broker.name=portcullis\n");
    Files.writeString(folder.resolve("broken.xml"), "<beans><bean>\n</beans>");
    Files.copy(Path.of("conf/login.config"), folder.resolve("login.config"));
    Files.writeString(folder.resolve("users.properties"), "");
    Files.writeString(folder.resolve("groups.properties"), "");
  }

  /** The configuration of this repository without its keys. */
  private static String good() throws Exception {
    return Files.readString(Path.of("conf/activemq.xml"))
        .replaceAll("(?s)<sslContext>.*</sslContext>", "")
        .replaceAll("schema/core\"\\s+brokerName", "schema/core\" id=\"broker-1\" brokerName")
        .replace(
            "class=\"io.portcullis.PortcullisPlugin\"/>",
            "class=\"io.portcullis.PortcullisPlugin\">\n"
                + "<property name=\"mode\" value=\"ENFORCE\"/>\n</bean>");
  }

  private Path file(String xml) throws Exception {
    return Files.writeString(folder.resolve("activemq.xml"), xml);
  }

  @ParameterizedTest
  @MethodSource("all")
  void asDataItIsToldAndTheRestIsJudged(Broken broken) throws Exception {
    assertTold(broken);
  }

  @ParameterizedTest
  @MethodSource("all")
  void loadedAsAStartLoadsItItIsToldAndTheRestIsJudged(Broken broken) throws Exception {
    assertTold(broken, "--trust");
  }

  private void assertTold(Broken broken, Object... options) throws Exception {
    Path file = file(broken.in(good()));
    List<Object> arguments = new ArrayList<>(List.of(options));
    arguments.addAll(List.of("--format", "json", file));

    CheckRun run = CheckRun.of(arguments.toArray());

    assertThat(run.status()).as(run.err()).isEqualTo(CheckCommand.REFUSED);
    JsonNode report = JsonView.of(run.out()).node();
    assertThat(faults(report))
        .as(run.out())
        .anySatisfy(
            fault -> {
              assertThat(fault).contains("activemq.xml:" + broken.line(good()) + " ");
              assertThat(fault).contains(broken.says());
            })
        .allSatisfy(fault -> assertThat(fault).doesNotContain(RAW.toArray(String[]::new)));
    assertThat(states(report)).contains("require-valid-certificate refused");
  }

  private static List<String> faults(JsonNode report) {
    List<String> faults = new ArrayList<>();
    for (JsonNode finding : report.get("findings")) {
      if (finding.get("rule").asText().equals("configuration")) {
        faults.add(
            "%s:%d %s %s; %s"
                .formatted(
                    finding.get("file").asText(),
                    finding.get("line").asInt(),
                    finding.get("where").asText(),
                    finding.get("found").asText(),
                    finding.get("remedy").asText()));
      }
    }
    return faults;
  }

  private static List<String> states(JsonNode report) {
    List<String> states = new ArrayList<>();
    report
        .get("rules")
        .forEach(rule -> states.add(rule.get("rule").asText() + " " + rule.get("state").asText()));
    return states;
  }

  /** All at once, in the order of their lines. */
  @Test
  void allAreTold() throws Exception {
    String xml = good();
    for (Broken broken : brokenNames().subList(0, 6)) {
      xml = broken.in(xml);
    }
    for (Broken broken : brokenBeans().subList(3, 6)) {
      xml = broken.in(xml);
    }

    CheckRun run = CheckRun.of("--format", "json", file(xml));

    List<String> faults = faults(JsonView.of(run.out()).node());
    assertThat(faults).as(run.out()).hasSize(9);
    assertThat(
            faults.stream()
                .map(fault -> Integer.parseInt(fault.replaceAll(".*?xml:(\\d+) .*", "$1"))))
        .isSorted();
  }

  /** It stood in ActiveMQ's own files, and changed nothing of a broker. */
  @Test
  void aClassThatActiveMqHasNoMoreHidesNoRule() throws Exception {
    String bean =
        "<bean class=\"io.fabric8.insight.log.log4j.Log4jLogQuery\" init-method=\"start\"/>\n<broker ";

    CheckRun run = CheckRun.of("--format", "json", file(good().replaceFirst("<broker ", bean)));

    assertThat(states(JsonView.of(run.out()).node()))
        .contains("configuration refused", "require-tls passed", "require-authentication passed");
  }

  /** The jar may be where the broker is. */
  @Test
  void aClassOfOthersIsReportedAndTheBrokersOwnIsRefused() throws Exception {
    Path file = file(good().replace("<broker ", "<bean class=\"com.example.Absent\"/>\n<broker "));

    String asData = CheckRun.of(file).out();
    String trusted = CheckRun.of("--trust", file).out();

    assertThat(asData).contains("class com.example.Absent is not on the class path");
    assertThat(asData.indexOf("com.example.Absent")).isGreaterThan(asData.indexOf("REPORTED"));
    assertThat(trusted.indexOf("com.example.Absent")).isLessThan(trusted.indexOf("REPORTED"));
  }

  static List<Broken> notEvenXml() {
    return List.of(
        broken(
            "no end tag",
            "</plugins>",
            "",
            "</broker>",
            "<plugins>, which begins at line",
            "</plugins>"),
        broken(
            "wrong end tag",
            "</plugins>",
            "</plugin>",
            "</plugin>",
            "<plugins>, which begins at line"),
        broken(
            "no end of the file",
            "  </broker>\n</beans>\n",
            "<!-- end -->",
            "<!-- end -->",
            "the file ends before <"),
        broken("plain ampersand", "&amp;", "&", "61617", "an & stands alone", "write &amp;"),
        broken("unknown entity", "&amp;", "&nbsp;", "61617", "&nbsp; stands for nothing"),
        broken(
            "no quotation marks",
            "name=\"amqp\"",
            "name=amqp",
            "name=amqp",
            "\"name\" has no quotation marks"),
        broken(
            "quotation mark missing",
            "name=\"amqp\"",
            "name=\"amqp",
            "name=\"amqp",
            "quotation mark"),
        broken(
            "attribute twice",
            "name=\"amqp\"",
            "name=\"amqp\" name=\"b\"",
            "name=\"b\"",
            "\"name\" stands in one element twice"),
        broken(
            "prefix",
            "<jaasAuthenticationPlugin",
            "<amq:jaasAuthenticationPlugin",
            "<amq:jaas",
            "the prefix amq: is"),
        broken(
            "comment", "<!-- Last, so", "<!-- Last -- so", "Last --", "-- stands within a comment"),
        broken(
            "blank before the declaration",
            "<?xml version",
            " <?xml version",
            "<?xml version",
            "before the beginning of the XML"),
        broken(
            "text after the end",
            "</beans>",
            "</beans>x",
            "</beans>x",
            "after the end of the root element"),
        broken(
            "encoding that is none",
            "encoding=\"UTF-8\"",
            "encoding=\"UTF-99\"",
            "UTF-99",
            "encoding"),
        broken("stray sign", "<plugins>", "<plugins> < ", "<plugins>", "a < stands alone"));
  }

  /** Nothing of it can be judged. */
  @ParameterizedTest
  @MethodSource("notEvenXml")
  void whatIsNoXmlIsToldWithItsLine(Broken broken) throws Exception {
    Path file = file(broken.in(good()));

    for (String[] options : List.of(new String[] {}, new String[] {"--trust"})) {
      List<Object> arguments = new ArrayList<>(List.of((Object[]) options));
      arguments.add(file);
      CheckRun run = CheckRun.of(arguments.toArray());

      assertThat(run.status()).as(run.out()).isEqualTo(CheckCommand.UNREADABLE);
      assertThat(run.err()).contains(broken.says()).doesNotContain(RAW.toArray(String[]::new));
      assertThat(run.err()).containsPattern("line %d\\b".formatted(broken.line(good())));
    }
  }

  @Test
  void anEmptyFileIsTold() throws Exception {
    assertThat(CheckRun.of(file("")).err()).contains("the file is empty");
  }

  /** Whatever the bytes are, lines are counted right. */
  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-8 with mark", "UTF-16", "UTF-16LE with mark", "CRLF", "CR"})
  void everyEncodingIsRead(String encoding) throws Exception {
    Broken broken = brokenNames().get(0);
    UnaryOperator<String> ends =
        switch (encoding) {
          case "CRLF" -> xml -> xml.replace("\n", "\r\n");
          case "CR" -> xml -> xml.replace("\n", "\r");
          default -> xml -> xml;
        };
    String text = ends.apply(broken.in(good()));
    byte[] bytes =
        switch (encoding) {
          case "UTF-8 with mark" -> ("\uFEFF" + text).getBytes(StandardCharsets.UTF_8);
          case "UTF-16" ->
              text.replace("encoding=\"UTF-8\"", "encoding=\"UTF-16\"")
                  .getBytes(StandardCharsets.UTF_16);
          case "UTF-16LE with mark" ->
              ("\uFEFF" + text.replace("encoding=\"UTF-8\"", "encoding=\"UTF-16\""))
                  .getBytes(StandardCharsets.UTF_16LE);
          default -> text.getBytes(StandardCharsets.UTF_8);
        };
    Path file = Files.write(folder.resolve("activemq.xml"), bytes);

    CheckRun run = CheckRun.of("--format", "json", file);

    assertThat(run.status()).as(run.err()).isEqualTo(CheckCommand.REFUSED);
    assertThat(faults(JsonView.of(run.out()).node()))
        .anySatisfy(
            fault -> assertThat(fault).contains("activemq.xml:" + broken.line(good()) + " "));
  }

  @Test
  void bytesThatAreNoUtf8AreTold() throws Exception {
    Path file =
        Files.write(
            folder.resolve("activemq.xml"),
            good().replace("A broker behind", "Größe").getBytes(Charset.forName("ISO-8859-1")));

    assertThat(CheckRun.of(file).err()).contains("save it as UTF-8");
  }

  /** ActiveMQ's xbean:...?validate=false. */
  @ParameterizedTest
  @ValueSource(strings = {"data", "trust"})
  void aFileThatOnlyTheSchemaRefusesIsToldAsOne(String how) throws Exception {
    Path file = file(good().replaceAll("(?s)xsi:schemaLocation=\"[^\"]*\"", ""));

    CheckRun run = how.equals("data") ? CheckRun.of(file) : CheckRun.of("--trust", file);

    assertThat(run.status()).as(run.out() + run.err()).isEqualTo(CheckCommand.REFUSED);
    assertThat(run.out().replaceAll("\\s+", " "))
        .contains("write xsi:schemaLocation=")
        .contains("started with xbean:activemq.xml?validate=false, ActiveMQ takes it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"data", "trust"})
  void aFileThatNoStartTakesIsNotToldAsOneThatOnlyTheSchemaRefuses(String how) throws Exception {
    Path file =
        file(
            good()
                .replaceAll("(?s)xsi:schemaLocation=\"[^\"]*\"", "")
                .replace("dataDirectory=", "dataDirectry="));

    CheckRun run = how.equals("data") ? CheckRun.of(file) : CheckRun.of("--trust", file);

    assertThat(run.out()).doesNotContain("validate=false").contains("dataDirectry");
  }
}
