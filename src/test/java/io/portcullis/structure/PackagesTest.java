package io.portcullis.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which package uses which, read from the class files. */
class PackagesTest {

  /** Each may use only what stands behind it. */
  private static final List<String> TOP_DOWN =
      Stream.of(
              "",
              ".cli",
              ".cli.inspect",
              ".harden",
              ".harden.keys",
              ".harden.text",
              ".suggest",
              ".report",
              ".gate",
              ".broker.jmx",
              ".broker.start",
              ".broker.configuration",
              ".broker.ownership",
              ".broker.keys",
              ".broker.connector",
              ".broker.bridge",
              ".broker.observation",
              ".broker.rights",
              ".broker.management",
              ".broker.send",
              ".broker.transport",
              ".broker.xml",
              ".broker.platform",
              ".usage",
              ".login",
              ".enforce",
              ".rule",
              ".release",
              ".json",
              ".policy",
              ".esdk")
          .map("io.portcullis"::concat)
          .toList();

  /** For applications, which need nothing of the gate; and the gate needs nothing of it. */
  private static final String CLIENT = "io.portcullis.client";

  /** Of these packages, and of those below {@code broker}. */
  private static final Set<String> MAY_KNOW_ACTIVEMQ =
      Set.of(
          "io.portcullis",
          "io.portcullis.cli",
          "io.portcullis.cli.inspect",
          "io.portcullis.gate",
          CLIENT);

  /** What a login module gives its subject has to be of the classes that ActiveMQ looks for. */
  private static final Map<String, Set<String>> MAY_KNOW_OF_ACTIVEMQ =
      Map.of("io.portcullis.login", Set.of("org.apache.activemq.jaas"));

  /** Dividing them would publish the facts of rules, and the draft of a copy. */
  private static final Set<String> WHOLE = Set.of("io.portcullis.rule", "io.portcullis.harden");

  private static final int MOST_FILES = 42;

  /**
   * Fifty-four more than before. The MBean names two: the verdicts and the enforcement.
   * Applications name three: seal and open, Spring's converter, an outage. One pool serves the
   * packages {@code esdk} and {@code rule}. The command {@code harden} names four: what to make, by
   * which options, and what became of it; two more make its keys, and eight edit its texts. One
   * more hears how far it is, and one ends its keytool at a signal. Every command breaks its lines
   * in one way. Reports print what a start changes. Two carry texts that no placeholder replaced,
   * and a resource moved from a full package. Nine are of {@code broker.xml}, which was a part of
   * {@code broker.configuration}, and that was full. A rule and a command share four of releases
   * and their vulnerabilities. Three moved from full packages to where their kind is: attributes
   * and classes to {@code broker.xml}, exchanges to {@code broker.send}. One takes key stores that
   * change, and one knows how the ActiveMQ at hand binds TLS. One says which right is missing, and
   * one which watched files changed. Two read the files of web applications. What was observed is
   * fourteen: the rows of its tables, who keeps and reads them, and two that read and write JSON.
   * Four observe clients, and one knows which messages are the first of a connection. One is the
   * command {@code inspect}, which moved from a full package. Two propose a configuration: what,
   * and in which format.
   */
  private static final int PUBLIC_TYPES = 334;

  private static final Pattern PUBLIC_TYPE =
      Pattern.compile(
          "^public (?:\\w+ |non-sealed )*(?:class|interface|record|enum) ", Pattern.MULTILINE);

  private static final Pattern NODE = Pattern.compile("(\\w+)\\[\"([\\w.]+): ");

  private static final Pattern ASKS = Pattern.compile("<p>Asked by (.*?}\\.)");

  private static final Pattern NAMED_ASKER = Pattern.compile("\\{@code ([\\w.]+)}");

  /** Parts of other facts. */
  private static final Set<String> JUDGED_IN_PARTS =
      Set.of(
          "AuthenticationFacts",
          "BodyFacts",
          "CertificateFacts",
          "DestinationFacts",
          "EntranceFacts",
          "FileFacts",
          "FilesFacts",
          "LimitFacts",
          "ManagementFacts",
          "ProcessFacts",
          "SessionFacts",
          "ShownCertificateFacts",
          "SilentFileFacts",
          "TlsFacts",
          "WebApplicationFacts",
          "WebConnectorFacts");

  private static final Pattern NAMED_TEST = Pattern.compile("`(\\w+(?:Test|IT))`");

  private static final Pattern NAMED = Pattern.compile("`((?:[a-z]+\\.)+[A-Z]\\w+)");

  private static final Pattern EDGE = Pattern.compile("^ +(\\S+) +-> (\\S+)", Pattern.MULTILINE);

  private final Map<String, Set<String>> edges = edges();

  @Test
  void everyPackageHasItsPlace() {
    assertThat(edges.keySet())
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(TOP_DOWN.stream(), Stream.of(CLIENT)).toList());
  }

  @Test
  void applicationsAndTheGateShareNoCode() {
    edges.forEach(
        (from, to) -> {
          if (from.equals(CLIENT)) {
            assertThat(to).noneMatch(name -> TOP_DOWN.contains(name));
          } else {
            assertThat(to).as(from).doesNotContain(CLIENT);
          }
        });
  }

  /** The broker has none of it in {@code lib/}. */
  @Test
  void onlyApplicationsNeedTheEncryptionSdk() {
    edges.forEach(
        (from, to) -> {
          if (!from.equals(CLIENT)) {
            assertThat(to)
                .as(from)
                .noneMatch(
                    name ->
                        name.startsWith("com.amazonaws.") || name.startsWith("software.amazon."));
          }
        });
  }

  @Test
  void noArrowPointsUp() {
    for (int i = 1; i < TOP_DOWN.size(); i++) {
      assertThat(edges.get(TOP_DOWN.get(i)))
          .as(TOP_DOWN.get(i))
          .doesNotContainAnyElementsOf(TOP_DOWN.subList(0, i));
    }
  }

  @Test
  void whatJudgesDoesNotKnowActiveMq() {
    edges.forEach(
        (from, to) -> {
          if (!MAY_KNOW_ACTIVEMQ.contains(from) && !from.startsWith("io.portcullis.broker.")) {
            assertThat(to)
                .as(from)
                .filteredOn(name -> name.startsWith("org.apache.activemq"))
                .isSubsetOf(MAY_KNOW_OF_ACTIVEMQ.getOrDefault(from, Set.of()));
          }
        });
  }

  @Test
  void theFormatNeedsTheJdkAndCurveArithmetic() {
    assertThat(edges.get("io.portcullis.esdk"))
        .allMatch(
            name ->
                name.startsWith("java.")
                    || name.startsWith("io.portcullis.esdk")
                    || name.startsWith("org.bouncycastle."));
  }

  @Test
  void onlyApplicationsNameTheJmsApi() {
    edges.forEach(
        (from, to) -> {
          if (!from.equals(CLIENT)) {
            assertThat(to)
                .as(from)
                .noneMatch(name -> name.startsWith("jakarta.jms") || name.startsWith("javax.jms"));
          }
        });
  }

  /** How many of the top-level types are public: it may fall, and rise only for a good reason. */
  @Test
  void fewTypesArePublic() throws Exception {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      assertThat(files.filter(PackagesTest::isPublic).count()).isLessThanOrEqualTo(PUBLIC_TYPES);
    }
  }

  private static boolean isPublic(Path file) {
    try {
      return file.toString().endsWith(".java")
          && PUBLIC_TYPE.matcher(Files.readString(file)).find();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void noPackageIsAHall() throws Exception {
    for (String name : TOP_DOWN) {
      if (!WHOLE.contains(name)) {
        try (Stream<Path> files = Files.list(Path.of("src/main/java", name.replace('.', '/')))) {
          assertThat(files.filter(Files::isRegularFile).count())
              .as(name)
              .isLessThanOrEqualTo(MOST_FILES);
        }
      }
    }
  }

  @Test
  void thePictureInTheManualShowsEveryPackage() throws Exception {
    String picture =
        Files.readString(Path.of("src/site/markdown/architecture.md"))
            .replaceFirst("(?s).*```mermaid\\n(.*?)```.*", "$1");
    Map<String, String> nodes = new TreeMap<>();
    Matcher node = NODE.matcher(picture);
    while (node.find()) {
      String name = node.group(2);
      nodes.put(node.group(1), name.startsWith("io.portcullis") ? name : "io.portcullis." + name);
    }
    assertThat(nodes.values()).containsExactlyInAnyOrderElementsOf(edges.keySet());
    Map<String, Set<String>> drawn = new TreeMap<>();
    for (String line : picture.lines().filter(arrow -> arrow.contains("-->")).toList()) {
      List<String> chain = Stream.of(line.strip().split(" --> ")).map(nodes::get).toList();
      for (int k = 1; k < chain.size(); k++) {
        drawn.computeIfAbsent(chain.get(k - 1), from -> new TreeSet<>()).add(chain.get(k));
        assertThat(edges.get(chain.get(k - 1))).as(line).contains(chain.get(k));
      }
    }
    edges.forEach(
        (from, to) ->
            assertThat(reached(from, drawn))
                .as(from)
                .containsAll(to.stream().filter(edges::containsKey).toList()));
  }

  @Test
  void theTestsThatTheThreatModelNamesAreThere() throws Exception {
    Matcher name =
        NAMED_TEST.matcher(Files.readString(Path.of("src/site/markdown/threat-model.md")));
    Set<String> named = new TreeSet<>();
    while (name.find()) {
      named.add(name.group(1) + ".java");
    }
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      assertThat(files.map(file -> file.getFileName().toString()).toList()).containsAll(named);
    }
  }

  @Test
  void whatTheManualNamesIsThere() throws Exception {
    Matcher name = NAMED.matcher(Files.readString(Path.of("src/site/markdown/architecture.md")));
    List<String> named = new ArrayList<>();
    while (name.find()) {
      named.add(name.group(1).replace('.', '/'));
    }

    assertThat(named)
        .hasSizeGreaterThan(30)
        .allMatch(type -> Files.exists(Path.of("src/main/java/io/portcullis", type + ".java")));
  }

  /** So that a line of a log leads from the rule over its facts to the place that asks. */
  @Test
  void factsNameWhoAsks() throws Exception {
    try (Stream<Path> facts = Files.list(Path.of("src/main/java/io/portcullis/rule"))) {
      for (Path file : facts.filter(f -> f.toString().endsWith("Facts.java")).toList()) {
        String type = file.getFileName().toString().replace(".java", "");
        Matcher asks = ASKS.matcher(Files.readString(file).replaceAll("\\n \\* ", " "));
        if (asks.find()) {
          Matcher name = NAMED_ASKER.matcher(asks.group(1));
          while (name.find()) {
            Path asker =
                Path.of("src/main/java/io/portcullis", name.group(1).replace('.', '/') + ".java");
            assertThat(asker).content().containsPattern("udge[(.]");
          }
        } else {
          assertThat(JUDGED_IN_PARTS).contains(type);
        }
      }
    }
  }

  /** The packages that the arrows of the picture lead to, and the package itself. */
  private static Set<String> reached(String from, Map<String, Set<String>> drawn) {
    Set<String> reached = new TreeSet<>(Set.of(from));
    drawn.getOrDefault(from, Set.of()).forEach(to -> reached.addAll(reached(to, drawn)));
    return reached;
  }

  private static Map<String, Set<String>> edges() {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status =
        ToolProvider.findFirst("jdeps")
            .orElseThrow()
            .run(
                new PrintWriter(out),
                new PrintWriter(err),
                "-verbose:package",
                "-filter:none",
                "--ignore-missing-deps",
                "--multi-release",
                "17",
                "-include",
                "io\\.portcullis(\\.(?!demo).*)?",
                "target/classes");
    assertThat(status).as(err.toString()).isZero();
    Map<String, Set<String>> edges = new TreeMap<>();
    Matcher matcher = EDGE.matcher(out.toString());
    while (matcher.find()) {
      String from = matcher.group(1);
      if (from.startsWith("io.portcullis") && !from.equals("io.portcullis.demo")) {
        edges.computeIfAbsent(from, name -> new TreeSet<>()).add(matcher.group(2));
      }
    }
    return edges;
  }
}
