package io.portcullis.scenario.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.portcullis.Portcullis;
import io.portcullis.policy.ConfigurationException;
import io.portcullis.testing.BrokerXml;
import io.portcullis.testing.OpenWire;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.activemq.broker.BrokerFactory;
import org.apache.activemq.broker.BrokerService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A reload says what is wrong in the file as {@code check} does, and changes nothing. */
@Timeout(60)
class ReloadedFaultsTest {

  private static final byte[] PLAINTEXT = "plain".getBytes(StandardCharsets.UTF_8);
  private static final String OPEN = BrokerXml.bodyPolicy("queue", "OPEN", "body", "ANY");

  @TempDir private Path folder;
  private BrokerService broker;

  @BeforeEach
  void start() throws Exception {
    broker =
        BrokerFactory.createBroker(
            BrokerXml.write(
                folder,
                BrokerXml.gate("<property name=\"mode\" value=\"ENFORCE\"/>" + OPEN),
                "<transportConnector name=\"c\" uri=\"vm://xml\"/>"));
  }

  @AfterEach
  void stop() throws Exception {
    broker.stop();
  }

  private Path file() {
    return folder.resolve("activemq.xml").toAbsolutePath();
  }

  private int line(String text) throws Exception {
    List<String> lines = Files.readAllLines(file());
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).contains(text)) {
        return i + 1;
      }
    }
    throw new AssertionError(text);
  }

  /** Changes the file, which a reload has to refuse, and returns what it says. */
  private List<String> refused(UnaryOperator<String> change) throws Exception {
    BrokerXml.change(folder, change);
    Portcullis gate = (Portcullis) broker.getPlugins()[broker.getPlugins().length - 1];
    ConfigurationException refusal =
        catchThrowableOfType(ConfigurationException.class, gate::reload);
    assertThat(refusal).as("refused").isNotNull();
    return refusal.problems();
  }

  private void assertNothingChanged() throws Exception {
    try (OpenWire client = OpenWire.connect("vm://xml?create=false", "admin", "a-long-password")) {
      client.send("queue://OPEN", PLAINTEXT);
      assertThatThrownBy(() -> client.send("queue://OTHER", PLAINTEXT))
          .hasMessageStartingWith("[require-encrypted-body]");
    }
  }

  @Test
  void everyMisspeltPropertyIsSaidWithItsLineAndWhatWasMeant() throws Exception {
    List<String> problems =
        refused(
            xml ->
                xml.replace("name=\"mode\"", "name=\"mod\"")
                    .replace("name=\"queue\" value=\"OPEN\"", "name=\"queu\" value=\"OTHER\""));

    int at = line("name=\"mod\"");
    assertThat(problems)
        .hasSize(2)
        .allSatisfy(
            problem -> assertThat(problem).startsWith("%s, line %d, <".formatted(file(), at)))
        .anySatisfy(problem -> assertThat(problem).endsWith("did you mean mode?"))
        .anySatisfy(problem -> assertThat(problem).endsWith("did you mean queue?"));
    assertNothingChanged();
  }

  @Test
  void whatIsWrongBesideTheGateIsSaidWithIt() throws Exception {
    List<String> problems =
        refused(
            xml ->
                xml.replace(" persistent=\"false\"", " persistant=\"false\"")
                    .replace("name=\"mode\"", "name=\"mod\""));

    assertThat(problems).hasSize(2);
    assertThat(problems.get(0))
        .startsWith("%s, line %d, <broker".formatted(file(), line("persistant")))
        .endsWith("did you mean persistent?");
    assertThat(problems.get(1)).endsWith("did you mean mode?");
    assertNothingChanged();
  }

  @Test
  void aMisspeltClassOfTheGateIsSaid() throws Exception {
    List<String> problems = refused(xml -> xml.replace("PortcullisPlugin", "PortcullisPlugn"));

    assertThat(problems)
        .singleElement()
        .asString()
        .startsWith("%s, line %d, <bean".formatted(file(), line("PortcullisPlugn")))
        .endsWith("did you mean io.portcullis.PortcullisPlugin?");
    assertNothingChanged();
  }

  @Test
  void aTagThatIsNotClosedIsSaid() throws Exception {
    List<String> problems = refused(xml -> xml.replace("</plugins>", ""));

    assertThat(problems)
        .singleElement()
        .asString()
        .startsWith("%s, line ".formatted(file()))
        .contains("<plugins>");
    assertNothingChanged();
  }

  @Test
  void aPlaceholderWithoutAValueIsSaid() throws Exception {
    List<String> problems =
        refused(
            xml ->
                xml.replace(
                        "<broker ",
                        "<bean class=\"org.springframework.context.support."
                            + "PropertySourcesPlaceholderConfigurer\"/>\n<broker ")
                    .replace("value=\"ENFORCE\"", "value=\"${portcullis.mood}\""));

    assertThat(problems)
        .singleElement()
        .asString()
        .startsWith("%s, line %d, <".formatted(file(), line("portcullis.mood")))
        .contains("portcullis.mood")
        .contains("-Dportcullis.mood=");
    assertNothingChanged();
  }

  @Test
  void aFaultInAnImportedFileIsSaidWithTheNameOfThatFile() throws Exception {
    Path other =
        Files.writeString(
            folder.resolve("other.xml"),
            """
            <beans xmlns="http://www.springframework.org/schema/beans"
                   xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                   xsi:schemaLocation="http://www.springframework.org/schema/beans
                     http://www.springframework.org/schema/beans/spring-beans.xsd">
              <bean clas="java.util.Date"/>
            </beans>
            """);

    List<String> problems =
        refused(xml -> xml.replace("<broker ", "<import resource=\"other.xml\"/>\n<broker "));

    assertThat(problems)
        .singleElement()
        .asString()
        .startsWith("%s, line 5, <bean".formatted(other.toAbsolutePath()))
        .endsWith("did you mean class?");
    assertNothingChanged();
  }
}
