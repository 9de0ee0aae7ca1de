package io.portcullis.rule;

import io.portcullis.policy.Resource;
import io.portcullis.policy.Resource.Kind;
import java.util.List;

/**
 * Requires that the packages for object messages are listed one by one.
 *
 * <p>Why: an object message contains Java serialization. Reading it runs code of every class that
 * its sender names. ActiveMQ reads only classes in trusted packages and in packages below them.
 * {@code *} alone trusts all. A package without a dot, such as {@code com}, trusts nearly all. The
 * web console and consumers in the broker's JVM read such messages.
 *
 * <p>Remedy: name the packages of your own classes in the system property {@code
 * org.apache.activemq.SERIALIZABLE_PACKAGES}, or remove it.
 *
 * <p>Source: <a
 * href="https://activemq.apache.org/components/classic/documentation/objectmessage">ObjectMessage</a>
 * in ActiveMQ's documentation, and its threat model.
 */
final class NarrowSerialization implements Rule {

  /** The rule's id. */
  public static final String ID = "narrow-serialization";

  private static final Fault ALL =
      new Fault(
          "every-class-trusted",
          "* trusts every class, so an object message may run code where it is read",
          "name the packages of your own classes, or remove it");
  private static final Fault WIDE =
      new Fault(
          "wide-package-trusted",
          "%s trusts every class below %1$s, so an object message may run code where it is read",
          "name the packages of your own classes");

  private static final String PROPERTY = "org.apache.activemq.SERIALIZABLE_PACKAGES";
  private static final String EVERYTHING = "*";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String demand() {
    return "object messages of named packages only";
  }

  @Override
  public Kind plainKind(String name) {
    return Kind.PACKAGE;
  }

  @Override
  public boolean enforcedByDefault() {
    return false;
  }

  @Override
  public List<Violation> judge(ProcessFacts process) {
    List<String> packages = process.serializablePackages();
    if (packages.equals(List.of(EVERYTHING))) {
      return List.of(violation(new Named(Resource.of(Kind.PACKAGE, EVERYTHING), PROPERTY), ALL));
    }
    return packages.stream().filter(NarrowSerialization::isWide).map(this::wide).toList();
  }

  /**
   * Tells whether an entry trusts nearly all packages. If the star does not stand alone, ActiveMQ
   * takes it as a package's name.
   */
  private static boolean isWide(String name) {
    return !name.isEmpty() && !name.equals(EVERYTHING) && name.indexOf('.') < 0;
  }

  private Violation wide(String name) {
    return violation(new Named(Resource.of(Kind.PACKAGE, name), PROPERTY), WIDE, name);
  }
}
