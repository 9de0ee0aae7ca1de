package io.portcullis.rule;

import io.portcullis.rule.ManagementFacts.AgentPolicy;
import io.portcullis.rule.ManagementFacts.Beans;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
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
  private static final String ANY = "\u0001\u0001";

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
    if (policy.commands().isEmpty() || policy.commands().contains(command)) {
      return !isDenied(policy, denial, denial);
    }
    return policy.allowed().stream()
        .filter(beans -> overlap(beans.names(), denial.names()))
        .flatMap(beans -> members(beans, denial.operation()).map(on(beans, denial)))
        .anyMatch(allowed -> opens(allowed, denial) && !isDenied(policy, allowed, denial));
  }

  private static Function<String, Denial> on(Beans beans, Denial denial) {
    return member -> new Denial(beans.names(), denial.operation(), member);
  }

  /** Tells whether both have a member in common. Jolokia takes one with its signature. */
  private static boolean opens(Denial allowed, Denial denial) {
    int signature = allowed.member().indexOf('(');
    String name = signature < 0 ? allowed.member() : allowed.member().substring(0, signature);
    return Wildcards.overlap(name, denial.member());
  }

  /** Tells whether one element denies what two others have in common. */
  private static boolean isDenied(AgentPolicy policy, Denial one, Denial other) {
    return policy.denied().stream()
        .filter(beans -> covers(beans.names(), one.names()) || covers(beans.names(), other.names()))
        .flatMap(beans -> members(beans, other.operation()))
        .anyMatch(
            member ->
                Wildcards.covers(member, one.member()) || Wildcards.covers(member, other.member()));
  }

  private static Stream<String> members(Beans beans, boolean operations) {
    return (operations ? beans.operations() : beans.attributes()).stream();
  }

  /** Tells whether some bean's name matches both patterns. */
  private static boolean overlap(String one, String other) {
    try {
      ObjectName first = new ObjectName(one);
      ObjectName second = new ObjectName(other);
      return Wildcards.overlap(first.getDomain(), second.getDomain())
          && mayHaveKeysOf(first, second)
          && mayHaveKeysOf(second, first)
          && first.getKeyPropertyList().keySet().stream()
              .filter(key -> second.getKeyProperty(key) != null)
              .allMatch(
                  key -> Wildcards.overlap(first.getKeyProperty(key), second.getKeyProperty(key)));
    } catch (MalformedObjectNameException e) {
      // Jolokia refuses such a file, and with it every request.
      return false;
    }
  }

  private static boolean mayHaveKeysOf(ObjectName one, ObjectName other) {
    return one.isPropertyListPattern()
        || one.getKeyPropertyList().keySet().containsAll(other.getKeyPropertyList().keySet());
  }

  /** Tells whether a pattern names all beans of another, taken by one of them. */
  private static boolean covers(String pattern, String beans) {
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
    return pattern
        .replaceFirst(":\\*$", ":type=*")
        .replaceFirst(",\\*$", ",other=*")
        .replace("*", ANY);
  }
}
