package io.portcullis.broker.configuration;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Recognizes Jetty's classes by their names. Their other properties depend on the Jetty version.
 */
final class JettyClasses {

  /** Simple names of the types of what serves, listens, handles and guards. */
  private static final Set<String> PARTS = Set.of("Server", "Connector", "Handler");

  private JettyClasses() {}

  /** Whether it is a server, a connector or a handler, or made after one. */
  static boolean isPart(Class<?> type) {
    return types(type).anyMatch(each -> isOfJetty(each) && PARTS.contains(each.getSimpleName()));
  }

  /** Whether Jetty's classes or interfaces are among those that it is made after. */
  static boolean areBehind(Class<?> type) {
    return types(type).anyMatch(JettyClasses::isOfJetty);
  }

  private static boolean isOfJetty(Class<?> type) {
    return type.getName().startsWith(DefinedBean.JETTY);
  }

  private static Stream<Class<?>> types(Class<?> type) {
    Stream<Class<?>> interfaces = Arrays.stream(type.getInterfaces()).flatMap(JettyClasses::types);
    Class<?> above = type.getSuperclass();
    return Stream.concat(
        Stream.of(type), Stream.concat(interfaces, above == null ? Stream.of() : types(above)));
  }
}
