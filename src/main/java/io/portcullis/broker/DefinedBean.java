package io.portcullis.broker;

import java.util.List;
import java.util.Optional;
import org.springframework.beans.PropertyValue;
import org.springframework.beans.factory.config.BeanDefinition;

/** A bean of a Spring context as it is defined; it is not made. */
final class DefinedBean implements DefinedValue {

  /** What the names of Jetty's classes start with. */
  static final String JETTY = "org.eclipse.jetty.";

  private final String name;
  private final BeanDefinition definition;
  private final DefinedBeans beans;

  DefinedBean(String name, BeanDefinition definition, DefinedBeans beans) {
    this.name = name;
    this.definition = definition;
    this.beans = beans;
  }

  /** Its id, or what Spring calls it where it has none. */
  String name() {
    return name;
  }

  /** The name of its class, or of the one whose method makes it; empty where a bean's does. */
  String type() {
    return definition.getBeanClassName() == null ? "" : definition.getBeanClassName();
  }

  /** Whether it is one of Jetty's, with a class of a name that ends so. */
  boolean isJetty(String end) {
    return type().startsWith(JETTY) && type().endsWith(end);
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
