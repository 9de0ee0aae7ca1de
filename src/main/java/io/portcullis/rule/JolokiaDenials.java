package io.portcullis.rule;

import io.portcullis.rule.ManagementFacts.AgentPolicy;
import io.portcullis.rule.ManagementFacts.Beans;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/**
 * What ActiveMQ's own {@code jolokia-access.xml} denies since the releases that closed it, and
 * which of it another policy denies too.
 *
 * @see <a href="https://jolokia.org/reference/html/manual/security.html">Jolokia's manual</a>
 */
final class JolokiaDenials {

  private static final String FILE = "jolokia-denied.txt";

  /** A name that no policy names, in place of any. */
  private static final String ANY = "any";

  /** A member of some beans that ActiveMQ denies. */
  record Denial(String names, boolean operation, String member) {

    /** Returns the element that denies it. */
    String element() {
      String kind = operation ? "operation" : "attribute";
      return "<mbean><name>%s</name><%s>%s</%2$s></mbean>".formatted(names, kind, member);
    }

    /** Returns its name for people. */
    String words() {
      return "%s of %s".formatted(member.equals("*") ? kind() : member, names);
    }

    private String kind() {
      return operation ? "all operations" : "all attributes";
    }
  }

  static final List<Denial> ALL = read();

  private JolokiaDenials() {}

  private static List<Denial> read() {
    try (InputStream in = JolokiaDenials.class.getResourceAsStream(FILE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .flatMap(JolokiaDenials::denials)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Denial> denials(String line) {
    List<String> words = List.of(line.split(" "));
    return words.subList(2, words.size()).stream()
        .map(member -> new Denial(words.get(0), words.get(1).equals("operation"), member));
  }

  /** Returns what ActiveMQ denies and a policy does not. */
  static List<Denial> missing(AgentPolicy policy) {
    return ALL.stream().filter(denial -> permits(policy, denial)).toList();
  }

  private static boolean permits(AgentPolicy policy, Denial denial) {
    String command = denial.operation() ? "exec" : "read";
    boolean everywhere = policy.commands().isEmpty() || policy.commands().contains(command);
    return (everywhere || matches(policy.allowed(), denial)) && !matches(policy.denied(), denial);
  }

  private static boolean matches(List<Beans> beans, Denial denial) {
    Function<Beans, List<String>> members =
        denial.operation() ? Beans::operations : Beans::attributes;
    return beans.stream()
        .filter(some -> names(some.names(), denial.names()))
        .flatMap(some -> members.apply(some).stream())
        .anyMatch(member -> pattern(member).matcher(denial.member()).matches());
  }

  /** Tells whether a pattern names all beans of another, taken by one of them. */
  private static boolean names(String pattern, String beans) {
    if (pattern.equals(beans)) {
      return true;
    }
    try {
      return new ObjectName(pattern).apply(new ObjectName(one(beans)));
    } catch (MalformedObjectNameException e) {
      // Jolokia refuses such a file, and with it every request.
      return false;
    }
  }

  /** Returns the name of one bean that a pattern names. */
  private static String one(String pattern) {
    return pattern.endsWith(":*")
        ? pattern.replace(":*", ":type=" + ANY)
        : pattern.replace("*", ANY);
  }

  private static Pattern pattern(String member) {
    return Pattern.compile(
        Stream.of(member.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
  }
}
