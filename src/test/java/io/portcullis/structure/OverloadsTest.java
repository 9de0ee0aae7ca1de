package io.portcullis.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Newer versions of ActiveMQ add methods to the types that we extend. Each line that the tests run
 * on shows whether a class of ours misses one.
 */
class OverloadsTest {

  private static final Path CLASSES = Path.of("target/classes");
  private static final String ACTIVE_MQ = "org.apache.activemq.";

  /**
   * Overloads that a class leaves to ActiveMQ: those that call the overridden one or are called by
   * it, and those that fill a copy that somebody else made.
   */
  private static final Set<String> LEFT =
      Set.of(
          "RefusedCommand.toString[Map]",
          "SealedBytesMessage.copy[BaseCommand]",
          "SealedTextMessage.copy[BaseCommand]",
          "UnreadableBytesMessage.readBytes[byte[]]",
          "UnreadableOtherMessage.copy[BaseCommand]",
          "UnreadableTextMessage.toString[Map]");

  /** Our classes that extend or implement a type of ActiveMQ. */
  private static List<Class<?>> extending() throws IOException {
    try (Stream<Path> files = Files.walk(CLASSES.resolve("io/portcullis"))) {
      return files
          .filter(file -> file.toString().endsWith(".class"))
          .map(file -> CLASSES.relativize(file).toString())
          .map(file -> file.replace(".class", "").replace('/', '.'))
          .filter(name -> !name.endsWith("package-info"))
          .<Class<?>>map(OverloadsTest::load)
          .filter(type -> Arrays.stream(type.getMethods()).anyMatch(OverloadsTest::isActiveMqs))
          .toList();
    }
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, OverloadsTest.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean isActiveMqs(Method method) {
    return method.getDeclaringClass().getName().startsWith(ACTIVE_MQ);
  }

  private static String shown(Class<?> type, Method method) {
    return "%s.%s%s"
        .formatted(
            type.getSimpleName(),
            method.getName(),
            Arrays.stream(method.getParameterTypes()).map(Class::getSimpleName).toList());
  }

  /** The methods that ActiveMQ's class keeps, although this class overrides one of their name. */
  private static List<String> passedOn(Class<?> type) {
    Set<String> overridden =
        Arrays.stream(type.getDeclaredMethods())
            .filter(own -> !own.isSynthetic() && overrides(own, type.getSuperclass()))
            .map(Method::getName)
            .collect(Collectors.toSet());
    return Arrays.stream(type.getMethods())
        .filter(OverloadsTest::isActiveMqs)
        .filter(method -> !Modifier.isStatic(method.getModifiers()))
        .filter(method -> overridden.contains(method.getName()))
        .map(method -> shown(type, method))
        .toList();
  }

  private static boolean overrides(Method own, Class<?> superclassOrNull) {
    return superclassOrNull != null
        && Arrays.stream(superclassOrNull.getMethods())
            .anyMatch(
                above ->
                    above.getName().equals(own.getName())
                        && Arrays.equals(above.getParameterTypes(), own.getParameterTypes()));
  }

  /** ActiveMQ 6.3.2 stops a transport by {@code stop(Throwable)}, and its filters pass that on. */
  @Test
  void whatOverridesAMethodOverridesAllOfItsName() throws IOException {
    assertThat(extending().stream().flatMap(type -> passedOn(type).stream()))
        .filteredOn(method -> !LEFT.contains(method))
        .isEmpty();
  }

  @Test
  void everyClassHasTheMethodsThatActiveMqDemands() throws IOException {
    List<Class<?>> classes =
        extending().stream().filter(type -> !Modifier.isAbstract(type.getModifiers())).toList();

    assertThat(classes).hasSizeGreaterThan(20);
    assertThat(
            classes.stream()
                .flatMap(
                    type ->
                        Arrays.stream(type.getMethods())
                            .filter(method -> Modifier.isAbstract(method.getModifiers()))
                            .map(method -> shown(type, method))))
        .isEmpty();
  }
}
