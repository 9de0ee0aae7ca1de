package io.portcullis.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.activemq.broker.BrokerFilter;
import org.apache.activemq.transport.TransportFilter;
import org.junit.jupiter.api.Test;

/**
 * Newer versions of ActiveMQ add methods beside those that we override, such as {@code
 * stop(Throwable)} beside {@code stop()}. ActiveMQ then calls the new one, and its filter passes it
 * on. Whoever overrides one has to override all of that name, on each line that the tests run on.
 */
class OverloadsTest {

  private static final Path CLASSES = Path.of("target/classes");

  /** Overloads that a class leaves to ActiveMQ, each for a reason. */
  private static final Set<String> LEFT = Set.of();

  private static List<Class<?>> filters() throws IOException {
    try (Stream<Path> files = Files.walk(CLASSES.resolve("io/portcullis"))) {
      return files
          .filter(file -> file.toString().endsWith(".class"))
          .map(file -> CLASSES.relativize(file).toString())
          .map(file -> file.replace(".class", "").replace('/', '.'))
          .filter(name -> !name.endsWith("package-info"))
          .<Class<?>>map(OverloadsTest::load)
          .filter(
              type ->
                  BrokerFilter.class.isAssignableFrom(type)
                      || TransportFilter.class.isAssignableFrom(type))
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

  /** The methods of ActiveMQ's filter that this class neither overrides nor inherits from ours. */
  private static List<String> passedOn(Class<?> filter) {
    List<Method> own =
        Arrays.stream(filter.getDeclaredMethods()).filter(method -> !method.isSynthetic()).toList();
    List<String> missing = new ArrayList<>();
    for (Method inherited : filter.getMethods()) {
      boolean activeMqs =
          inherited.getDeclaringClass().getName().startsWith("org.apache.activemq.");
      if (activeMqs
          && !Modifier.isStatic(inherited.getModifiers())
          && own.stream().anyMatch(method -> overridesOneNamed(method, inherited, filter))) {
        missing.add(
            "%s.%s%s"
                .formatted(
                    filter.getSimpleName(),
                    inherited.getName(),
                    Arrays.stream(inherited.getParameterTypes())
                        .map(Class::getSimpleName)
                        .toList()));
      }
    }
    return missing;
  }

  private static boolean overridesOneNamed(Method own, Method inherited, Class<?> filter) {
    return own.getName().equals(inherited.getName())
        && Arrays.stream(filter.getSuperclass().getMethods())
            .anyMatch(
                above ->
                    above.getName().equals(own.getName())
                        && Arrays.equals(above.getParameterTypes(), own.getParameterTypes()));
  }

  @Test
  void whatOverridesAMethodOverridesAllOfItsName() throws IOException {
    assertThat(filters()).hasSizeGreaterThan(5);
    assertThat(filters().stream().flatMap(filter -> passedOn(filter).stream()))
        .filteredOn(method -> !LEFT.contains(method))
        .isEmpty();
  }
}
