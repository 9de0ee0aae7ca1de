package io.portcullis.broker.configuration;

import io.portcullis.broker.xml.JettyClasses;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.beans.PropertyValue;
import org.springframework.beans.factory.config.BeanDefinition;

/** A bean definition of a Spring context. The bean is not created. */
final class DefinedBean implements DefinedValue {

  /** The prefix of Jetty's class names. */
  static final String JETTY = JettyClasses.PREFIX;

  /** How Spring describes the file of a definition. */
  private static final Pattern FILE = Pattern.compile("file \\[(.*)]");

  private final String name;
  private final BeanDefinition definition;
  private final DefinedBeans beans;
  private final Optional<Class<?>> made;

  /**
   * @param name its id
   * @param definition its definition
   * @param beans the beans around it
   * @param made the class that Spring would create; empty if it finds none
   */
  DefinedBean(String name, BeanDefinition definition, DefinedBeans beans, Optional<Class<?>> made) {
    this.name = name;
    this.definition = definition;
    this.beans = beans;
    this.made = made;
  }

  /** Returns its id, or Spring's name for it if it has none. */
  String name() {
    return name;
  }

  /**
   * Returns its start tag and file, by which the operator finds it. A bean without an id has
   * Spring's name, which begins with its class.
   */
  String place() {
    String tag =
        name.contains("#")
            ? "<bean class=\"%s\">".formatted(type())
            : "<bean id=\"%s\">".formatted(name);
    Matcher file = FILE.matcher(String.valueOf(definition.getResourceDescription()));
    return file.find() ? "%s in %s".formatted(tag, file.group(1)) : tag;
  }

  /**
   * Returns the name of its class, or of the class whose method creates it; empty if a bean's
   * method does.
   */
  String type() {
    return definition.getBeanClassName() == null ? "" : definition.getBeanClassName();
  }

  /** What it is defined as. */
  BeanDefinition definition() {
    return definition;
  }

  /** Tells whether its class is Jetty's and has a name with this end. */
  boolean isJetty(String end) {
    return type().startsWith(JETTY) && type().endsWith(end);
  }

  /** Tells whether its class is Jetty's or extends one of Jetty's. */
  boolean isOfJetty() {
    return type().startsWith(JETTY) || made.filter(JettyClasses::areBehind).isPresent();
  }

  /**
   * Describes why the bean is a part of Jetty that serves or guards something although its
   * definition does not show how. It is empty if the definition shows it, or if it is no such part.
   */
  Optional<String> hiddenPart() {
    boolean byMethod = definition.getFactoryMethodName() != null;
    if (made.filter(JettyClasses::isPart).isEmpty()) {
      return Optional.empty();
    }
    String type = made.orElseThrow().getName();
    if (byMethod) {
      return Optional.of("bean \"%s\" (%s), which a method makes".formatted(name, type));
    }
    return type.equals(type()) && type.startsWith(JETTY)
        ? Optional.empty()
        : Optional.of(
            "bean \"%s\" (%s), which makes a web server's part in a way of its own"
                .formatted(name, type()));
  }

  /** Tells whether Spring calls a method after it has set the properties. */
  boolean isStartedWith(String method) {
    return method.equals(definition.getInitMethodName());
  }

  /** Returns a property; an empty value if it is not set. */
  DefinedValue property(String property) {
    PropertyValue value = definition.getPropertyValues().getPropertyValue(property);
    return value == null ? Many.NOTHING : beans.value(value.getValue());
  }

  /** Returns a property that is one text. */
  Optional<String> text(String property) {
    return property(property).texts().stream().findFirst();
  }

  /** Returns the constructor's arguments, those with an index first. */
  DefinedValue arguments() {
    return beans.arguments(definition.getConstructorArgumentValues());
  }

  /** Returns every bean that it refers to or contains. */
  List<DefinedBean> parts() {
    List<DefinedValue> values =
        definition.getPropertyValues().getPropertyValueList().stream()
            .map(property -> beans.value(property.getValue()))
            .toList();
    return new Many(List.of(new Many(values), arguments())).beans();
  }
}
