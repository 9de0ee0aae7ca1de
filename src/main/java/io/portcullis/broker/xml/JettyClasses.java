package io.portcullis.broker.xml;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Recognizes Jetty's classes by their names. Their other properties depend on the Jetty version.
 */
public final class JettyClasses {

  /** The beginning of their names. */
  public static final String PREFIX = "org.eclipse.jetty.";

  /** Simple names of the types that serve, listen, handle and guard. */
  private static final Set<String> PARTS = Set.of("Server", "Connector", "Handler");

  private JettyClasses() {}

  /** Tells whether it is a server, a connector or a handler, or extends one. */
  public static boolean isPart(Class<?> type) {
    return types(type).anyMatch(each -> isOfJetty(each) && PARTS.contains(each.getSimpleName()));
  }

  /** Tells whether a class extends or implements types of Jetty. */
  public static boolean areBehind(Class<?> type) {
    return types(type).anyMatch(JettyClasses::isOfJetty);
  }

  private static boolean isOfJetty(Class<?> type) {
    return type.getName().startsWith(PREFIX);
  }

  private static Stream<Class<?>> types(Class<?> type) {
    Stream<Class<?>> interfaces = Arrays.stream(type.getInterfaces()).flatMap(JettyClasses::types);
    Class<?> above = type.getSuperclass();
    return Stream.concat(
        Stream.of(type), Stream.concat(interfaces, above == null ? Stream.of() : types(above)));
  }
}
