package io.portcullis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
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
      List.of(
          "io.portcullis",
          "io.portcullis.cli",
          "io.portcullis.broker",
          "io.portcullis.login",
          "io.portcullis.enforce",
          "io.portcullis.rule",
          "io.portcullis.policy",
          "io.portcullis.esdk");

  /** For applications, which need nothing of the gate; and the gate needs nothing of it. */
  private static final String CLIENT = "io.portcullis.client";

  private static final Set<String> MAY_KNOW_ACTIVEMQ =
      Set.of("io.portcullis", "io.portcullis.broker", CLIENT);

  /** What a login module gives its subject has to be of the classes that ActiveMQ looks for. */
  private static final Map<String, Set<String>> MAY_KNOW_OF_ACTIVEMQ =
      Map.of("io.portcullis.login", Set.of("org.apache.activemq.jaas"));

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
          if (!MAY_KNOW_ACTIVEMQ.contains(from)) {
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
