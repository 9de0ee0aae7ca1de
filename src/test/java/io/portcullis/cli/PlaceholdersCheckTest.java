package io.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.portcullis.broker.configuration.BrokerFile;
import io.portcullis.testing.BrokerXml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.activemq.broker.BrokerService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What check says of placeholders without a value. */
class PlaceholdersCheckTest {

  private static final String CONFIGURER =
      "<bean class=\"org.springframework.beans.factory.config.PropertyPlaceholderConfigurer\">%s"
          + "</bean>";
  private static final String IGNORING =
      "<property name=\"ignoreUnresolvablePlaceholders\" value=\"true\"/>";

  @TempDir private Path folder;

  @Test
  void ifNothingReplacesThemEachIsReportedAtItsLine() throws Exception {
    Path file = file(folder, "", "dataDirectory=\"${activemq.dta}/kahadb\"");

    JsonNode found = only(file);
    assertThat(found.path("found").asText())
        .isEqualTo(
            "its dataDirectory has the placeholder ${activemq.dta}, which nothing replaces, so"
                + " ActiveMQ takes it as it stands");
    assertThat(found.path("remedy").asText())
        .startsWith("put <bean class=")
        .endsWith("and write ${activemq.data} for ${activemq.dta} in its dataDirectory");
    assertThat(found.path("disposition").asText()).isEqualTo("reported");
    assertThat(Files.readAllLines(file).get(found.path("line").asInt() - 1)).contains("<broker");
  }

  @Test
  void theRemedyHelps() throws Exception {
    String attribute = "dataDirectory=\"${activemq.data}/kahadb\"";
    assertThat(only(file(folder, "", attribute)).path("remedy").asText())
        .isEqualTo(
            "put <bean"
                + " class=\"org.springframework.beans.factory.config.PropertyPlaceholderConfigurer\"/>"
                + " first into <beans> around <broker>");

    Path mended = file(folder, CONFIGURER.formatted(""), attribute);
    assertThat(reported(mended)).isEmpty();
    assertThat(reported(mended, "--trust")).isEmpty();
  }

  /** ActiveMQ's own loader leaves the text as it is. */
  @Test
  void aStartTakesTheTextAsItStands() throws Exception {
    BrokerService service =
        BrokerFile.read(file(folder, "", "dataDirectory=\"${activemq.data}/kahadb\""), Map.of())
            .service();

    assertThat(service.getDataDirectoryFile().getPath()).isEqualTo("${activemq.data}/kahadb");
  }

  @Test
  void whereSpringIgnoresItTheNameIsCorrected() throws Exception {
    Path file =
        file(folder, CONFIGURER.formatted(IGNORING), "dataDirectory=\"${activemq.Data}/kahadb\"");

    assertThat(only(file).path("remedy").asText())
        .isEqualTo("write ${activemq.data} for ${activemq.Data} in its dataDirectory");
  }

  @Test
  void whereSpringRefusesItTheLineAndTheNameAreSaid() throws Exception {
    Path file = file(folder, CONFIGURER.formatted(""), "dataDirectory=\"${activemq.dat}/kahadb\"");
    int line =
        1
            + Files.readAllLines(file).stream()
                .map(text -> text.contains("${activemq.dat}"))
                .toList()
                .indexOf(true);

    for (CheckRun run : List.of(CheckRun.of(file), CheckRun.of("--trust", file))) {
      assertThat(run.status()).isEqualTo(CheckCommand.REFUSED);
      assertThat(run.out().replaceAll("\\s+", " "))
          .contains("line %d ".formatted(line))
          .contains("${activemq.dat} has no value")
          .contains("did you mean ${activemq.data}?");
    }
  }

  @Property(tries = 30)
  void everyNameIsReportedOnce(@ForAll("names") Set<String> names) throws Exception {
    Path own = Files.createTempDirectory("placeholders");
    StringBuilder text = new StringBuilder();
    names.forEach(name -> text.append("${").append(name).append("}x"));
    Path file = file(own, "", "dataDirectory=\"data/%s\"".formatted(text));

    Set<String> found = new TreeSet<>();
    reported(file)
        .forEach(
            each -> found.add(each.path("found").asText().replaceFirst(".*\\$\\{(.*)}.*", "$1")));
    assertThat(found).isEqualTo(names);
    assertThat(reported(file)).hasSize(names.size());
  }

  @Provide
  Arbitrary<Set<String>> names() {
    return Arbitraries.strings()
        .withChars("abz.-_09")
        .ofMinLength(1)
        .ofMaxLength(8)
        .map("p"::concat)
        .set()
        .ofMinSize(1)
        .ofMaxSize(3)
        .map(TreeSet::new);
  }

  private static Path file(Path folder, String beans, String attribute) {
    try {
      BrokerXml.write(folder, BrokerXml.GATE, "");
      BrokerXml.change(
          folder, xml -> xml.replace("<broker ", beans + "\n<broker " + attribute + " "));
      return folder.resolve("activemq.xml");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode only(Path file) throws Exception {
    List<JsonNode> all = reported(file);
    assertThat(all).hasSize(1);
    assertThat(reported(file, "--trust")).hasSize(1);
    return all.get(0);
  }

  private static List<JsonNode> reported(Path file, String... options) throws Exception {
    Object[] arguments = new Object[options.length + 3];
    System.arraycopy(options, 0, arguments, 3, options.length);
    arguments[0] = "--format";
    arguments[1] = "json";
    arguments[2] = file;
    JsonNode json = JsonView.of(CheckRun.of(arguments).out()).node();
    return StreamSupport.stream(json.path("findings").spliterator(), false)
        .filter(found -> found.path("code").asText().equals("placeholder-not-replaced"))
        .toList();
  }
}
