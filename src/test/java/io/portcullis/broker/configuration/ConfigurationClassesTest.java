package io.portcullis.broker.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.BodyPolicy;
import io.portcullis.ClientIds;
import io.portcullis.PortcullisPlugin;
import io.portcullis.Waiver;
import io.portcullis.broker.configuration.ConfigurationClasses.Listed;
import io.portcullis.broker.configuration.ConfigurationClasses.Use;
import io.portcullis.broker.xml.KnownElements;
import java.beans.PropertyDescriptor;
import java.io.File;
import java.lang.reflect.Type;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.BeanUtils;
import org.springframework.util.ClassUtils;

/**
 * The committed list has everything that ActiveMQ's schema names on this line, so that a new class
 * or setter of ActiveMQ is looked at before it is made, called, or passed over.
 */
class ConfigurationClassesTest {

  private static final ConfigurationClasses LIST = ConfigurationClasses.all();

  /** What Spring makes of text without running anything of the text's own. */
  private static final Set<Class<?>> PLAIN =
      Set.of(String.class, Boolean.class, File.class, URI.class, String[].class);

  @Test
  void everyClassOfActiveMqsSchemaIsOnIt() {
    assertThat(KnownElements.classesOfActiveMq())
        .hasSizeGreaterThan(100)
        .allSatisfy(type -> assertThat(LIST.names(type)).as(type).isTrue());
  }

  @Test
  void everySetterOfAClassThatIsMadeIsOnIt() {
    Set<String> missing = new TreeSet<>();
    present()
        .forEach(
            listed ->
                setters(listed)
                    .filter(setter -> listed.use(setter.getName()).isEmpty())
                    .forEach(setter -> missing.add(listed.name() + "." + setter.getName())));

    assertThat(missing).isEmpty();
  }

  @Test
  void allOfTheGatesOwnAreSet() {
    for (Class<?> own :
        List.of(PortcullisPlugin.class, BodyPolicy.class, Waiver.class, ClientIds.class)) {
      Listed listed = LIST.made(own.getName()).orElseThrow();
      assertThat(setters(listed).map(PropertyDescriptor::getName))
          .filteredOn(name -> !name.equals("applicationContext"))
          .allMatch(listed::sets);
    }
  }

  /** Of text Spring makes a class, a resource or a connection where a setter takes one. */
  @Test
  void textIsSetOnlyWhereTextIsTaken() {
    List<String> others = new ArrayList<>();
    present()
        .forEach(
            listed ->
                setters(listed)
                    .filter(setter -> listed.use(setter.getName()).orElse(null) == Use.TEXT)
                    .filter(setter -> !isPlain(setter.getPropertyType()))
                    .forEach(
                        setter ->
                            others.add(
                                "%s of %s"
                                    .formatted(
                                        setter.getName(),
                                        setter.getWriteMethod().getGenericParameterTypes()[0]))));

    assertThat(others)
        .allMatch(
            other ->
                other.contains("java.util.List<java.lang.String>")
                    || other.contains("java.util.Map<java.lang.String, ?>")
                    || other.contains("java.util.Map<java.lang.Integer, java.lang.Integer>"));
  }

  private static boolean isPlain(Class<?> type) {
    return type.isPrimitive() || type.isEnum() || PLAIN.contains(type);
  }

  /** A class whose name is text would be made by whoever reads the text. */
  @Test
  void noClassIsNamedByText() {
    assertThat(
            LIST.made()
                .flatMap(
                    listed ->
                        listed.properties().entrySet().stream()
                            .filter(property -> property.getValue() == Use.TEXT)
                            .map(Map.Entry::getKey)))
        .noneMatch(
            name ->
                name.matches("(?i).*(class|factoryName)$")
                    && !name.equals("userObjectClass")
                    && !name.equals("groupObjectClass"));
  }

  @Test
  void nothingIsCalledButWhatCollectsRights() {
    assertThat(LIST.made().filter(listed -> !listed.initMethods().isEmpty()).map(Listed::name))
        .allMatch(name -> name.startsWith("org.apache.activemq.security."));
  }

  @Test
  void neitherScriptsNorMethodsNorConnectionsAreMade() {
    for (String type :
        List.of(
            "org.springframework.beans.factory.config.MethodInvokingFactoryBean",
            "org.springframework.beans.factory.config.MethodInvokingBean",
            "org.springframework.scripting.groovy.GroovyScriptFactory",
            "org.apache.activemq.spring.ActiveMQConnectionFactory",
            "org.apache.activemq.pool.PooledConnectionFactoryBean",
            "org.apache.commons.dbcp2.BasicDataSource",
            "java.lang.ProcessBuilder")) {
      assertThat(LIST.made(type)).as(type).isEmpty();
    }
  }

  private static Stream<Listed> present() {
    return LIST.made().filter(listed -> UntrustedBeans.isMade(listed.name()));
  }

  private static Stream<PropertyDescriptor> setters(Listed listed) {
    Class<?> type = ClassUtils.resolveClassName(listed.name(), null);
    return Arrays.stream(BeanUtils.getPropertyDescriptors(type))
        .filter(setter -> setter.getWriteMethod() != null)
        .filter(setter -> !setter.getName().equals("applicationContext"))
        .filter(setter -> parameters(setter).length == 1);
  }

  private static Type[] parameters(PropertyDescriptor setter) {
    return setter.getWriteMethod().getGenericParameterTypes();
  }
}
