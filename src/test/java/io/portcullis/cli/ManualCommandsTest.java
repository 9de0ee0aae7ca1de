package io.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.portcullis.report.LineWrap;
import io.portcullis.testing.CodeBlock;
import io.portcullis.testing.ManualPage;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The shell commands of the manual's pages: ours by our own parser, others by who runs them. */
class ManualCommandsTest {

  /** How a command of ours starts: by ActiveMQ's launcher, by the jar, or by Maven. */
  private static final Pattern OURS =
      Pattern.compile(
          "(?:(?:^|[ /])bin/activemq portcullis"
              + "|(?:^| )java -jar (?:\\S+/)?activemq-portcullis-1\\.0\\.0\\.jar"
              + "|-Dexec\\.mainClass=io\\.portcullis\\.cli\\.Main -Dexec\\.args=)(.*)$");

  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");

  /** Every other line that is not marked, and who runs it. */
  private static final Map<String, String> RUN_BY =
      Map.of(
          "mvn compile exec:java",
          ".ci/run",
          "mvn test",
          ".ci/run",
          "(umask 077; ACTIVEMQ_CONF=$PWD/conf-hardened bin/activemq console)",
          "HardenedIT, with another folder",
          "(umask 077; head -c 32 /dev/urandom > orders.key)",
          "DocumentedJavaTest.aKeyInAFileWorks",
          "npm install @aws-crypto/client-node@5.0.2 mqtt@5.16.0 @stomp/stompjs@7.5.0 ws@8.23.0"
              + " rhea@3.0.5",
          "NodePrograms, for NodeClientsIT",
          "mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.9.0:unpack"
              + " -Dartifact=org.apache.activemq:apache-activemq:5.18.3:tar.gz:bin"
              + " -DoutputDirectory=activemq-for-check",
          "CheckInCiIT",
          "cp activemq-portcullis-1.0.0.jar activemq-for-check/apache-activemq-*/lib/",
          "CheckInCiIT");

  /** A line of a block, or a step of a workflow. */
  record Line(String place, boolean isRun, String text) {

    @Override
    public String toString() {
      return place + " " + text;
    }
  }

  static Stream<Line> ours() {
    return lines().filter(line -> OURS.matcher(line.text).find());
  }

  private static Stream<Line> lines() {
    return Stream.concat(
        CodeBlock.all("sh")
            .flatMap(
                block ->
                    block
                        .text()
                        .lines()
                        .map(text -> new Line(block.place(), block.isRun(), text.strip()))),
        CodeBlock.all("yaml")
            .flatMap(
                block ->
                    block
                        .text()
                        .lines()
                        .map(String::strip)
                        .filter(text -> text.startsWith("run: "))
                        .map(text -> new Line(block.place(), block.isRun(), text.substring(5)))));
  }

  @ParameterizedTest
  @MethodSource("ours")
  void ourParserTakesIt(Line line) {
    List<String> arguments = arguments(line.text);

    assertThatCode(() -> commandLine().parseArgs(arguments.toArray(new String[0])))
        .doesNotThrowAnyException();
    assertThat(commandLine().getSubcommands()).containsKey(arguments.get(0));
  }

  @Test
  void thePagesHaveCommandsOfOurs() {
    assertThat(ours()).hasSizeGreaterThan(20);
  }

  @Test
  void everyOtherLineIsRunBySomebody() {
    assertThat(lines())
        .filteredOn(Line::isRun)
        .filteredOn(line -> !OURS.matcher(line.text).find())
        .filteredOn(line -> !RUN_BY.containsKey(line.text))
        .isEmpty();
  }

  /** In a sentence, a command may be without the options that it needs. */
  @Test
  void sentencesNameCommandsAndOptionsThatThereAre() {
    List<String> wrong = new ArrayList<>();
    for (ManualPage page : ManualPage.all()) {
      page.document()
          .accept(
              new AbstractVisitor() {

                @Override
                public void visit(Code code) {
                  if (OURS.matcher(code.getLiteral()).find() && !isKnown(code.getLiteral())) {
                    wrong.add(page + ": " + code.getLiteral());
                  }
                }
              });
    }
    assertThat(wrong).isEmpty();
  }

  private static boolean isKnown(String command) {
    List<String> words = arguments(command);
    Map<String, CommandLine> commands = commandLine().getSubcommands();
    if (words.isEmpty() || !commands.containsKey(words.get(0))) {
      return words.isEmpty();
    }
    CommandSpec spec = commands.get(words.get(0)).getCommandSpec();
    return words.stream()
        .filter(word -> word.startsWith("--"))
        .allMatch(word -> spec.findOption(word.replaceFirst("=.*", "")) != null);
  }

  /** The words behind the name of the program, as a shell parts them. */
  private static List<String> arguments(String line) {
    Matcher command = OURS.matcher(line);
    assertThat(command.find()).isTrue();
    String words = command.group(1);
    if (line.contains("-Dexec.args=")) {
      words = words.replace("\"", "");
    }
    return WORD.matcher(words)
        .results()
        .map(
            word ->
                Stream.of(1, 2, 3).map(word::group).flatMap(Stream::ofNullable).findFirst().get())
        .toList();
  }

  private static CommandLine commandLine() {
    return Main.commandLine(
        InputStream.nullInputStream(), 1, Optional.empty(), () -> LineWrap.NONE);
  }
}
