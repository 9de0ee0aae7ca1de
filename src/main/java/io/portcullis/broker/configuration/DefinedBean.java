package io.portcullis.broker.configuration;

import java.util.List;
import java.util.Optional;
import org.springframework.beans.PropertyValue;
import org.springframework.beans.factory.config.BeanDefinition;

/** A bean definition of a Spring context. The bean is not created. */
final class DefinedBean implements DefinedValue {

  /** What the names of Jetty's classes start with. */
  static final String JETTY = "org.eclipse.jetty.";

  private final String name;
  private final BeanDefinition definition;
  private final DefinedBeans beans;
  private final Optional<Class<?>> made;

  /**
   * @param name its id
   * @param definition what it is defined as
   * @param beans those around it
   * @param made the class that Spring would make; empty if it finds none
   */
  DefinedBean(String name, BeanDefinition definition, DefinedBeans beans, Optional<Class<?>> made) {
    this.name = name;
    this.definition = definition;
    this.beans = beans;
    this.made = made;
  }

  /** Its id, or what Spring calls it where it has none. */
  String name() {
    return name;
  }

  /** The name of its class, or of the one whose method makes it; empty where a bean's does. */
  String type() {
    return definition.getBeanClassName() == null ? "" : definition.getBeanClassName();
  }

  /** What it is defined as. */
  BeanDefinition definition() {
    return definition;
  }

  /** Whether it is one of Jetty's, with a class of a name that ends so. */
  boolean isJetty(String end) {
    return type().startsWith(JETTY) && type().endsWith(end);
  }

  /** Whether it is one of Jetty's, or made after one. */
  boolean isOfJetty() {
    return type().startsWith(JETTY) || made.filter(JettyClasses::areBehind).isPresent();
  }

  /**
   * What makes a part of Jetty of it that serves or guards something, where its definition does not
   * show how; empty where it does, or where no such part is made.
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

  /** Whether Spring calls a method after it has set the properties. */
  boolean isStartedWith(String method) {
    return method.equals(definition.getInitMethodName());
  }

  /** A property; nothing if it is not set. */
  DefinedValue property(String property) {
    PropertyValue value = definition.getPropertyValues().getPropertyValue(property);
    return value == null ? Many.NOTHING : beans.value(value.getValue());
  }

  /** A property that is one text. */
  Optional<String> text(String property) {
    return property(property).texts().stream().findFirst();
  }

  /** What the constructor is given, those with an index first. */
  DefinedValue arguments() {
    return beans.arguments(definition.getConstructorArgumentValues());
  }

  /** Every bean that it refers to or contains. */
  List<DefinedBean> parts() {
    List<DefinedValue> values =
        definition.getPropertyValues().getPropertyValueList().stream()
            .map(property -> beans.value(property.getValue()))
            .toList();
    return new Many(List.of(new Many(values), arguments())).beans();
  }
}
