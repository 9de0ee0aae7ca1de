package io.portcullis.broker;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanDefinitionHolder;
import org.springframework.beans.factory.config.BeanReference;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.ConstructorArgumentValues;
import org.springframework.beans.factory.config.ConstructorArgumentValues.ValueHolder;
import org.springframework.beans.factory.config.TypedStringValue;

/** The beans of a Spring context as they are defined, placeholders replaced; none is made. */
final class DefinedBeans {

  private final ConfigurableListableBeanFactory factory;
  private final Map<String, DefinedBean> named = new HashMap<>();
  private final IdentityHashMap<BeanDefinition, DefinedBean> inner = new IdentityHashMap<>();

  DefinedBeans(ConfigurableListableBeanFactory factory) {
    this.factory = factory;
  }

  /** All of them, those inside of others too. */
  Set<DefinedBean> all() {
    Set<DefinedBean> found = new LinkedHashSet<>();
    Deque<DefinedBean> open = new ArrayDeque<>();
    for (String name : factory.getBeanDefinitionNames()) {
      if (!factory.getBeanDefinition(name).isAbstract()) {
        open.addAll(value(factory.getMergedBeanDefinition(name), name).beans());
      }
    }
    while (!open.isEmpty()) {
      DefinedBean bean = open.poll();
      if (found.add(bean)) {
        open.addAll(bean.parts());
      }
    }
    return found;
  }

  /** Those that only a method knows how to make: their names and what that returns. */
  Map<String, String> madeByMethods() {
    Map<String, String> made = new LinkedHashMap<>();
    for (String name : factory.getBeanDefinitionNames()) {
      if (factory.getBeanDefinition(name).getFactoryMethodName() != null) {
        returned(name).ifPresent(type -> made.put(name, type.getName()));
      }
    }
    return made;
  }

  private Optional<Class<?>> returned(String name) {
    try {
      return Optional.ofNullable(factory.getType(name, false));
    } catch (BeansException e) {
      // What Spring cannot find, it cannot make either.
      return Optional.empty();
    }
  }

  private DefinedValue value(BeanDefinition definition, String name) {
    return named.computeIfAbsent(name, n -> new DefinedBean(n, definition, this));
  }

  /** What Spring's parser made of a value. */
  DefinedValue value(Object value) {
    if (value instanceof TypedStringValue text) {
      return value(text.getValue());
    }
    if (value instanceof BeanReference reference) {
      return referred(reference.getBeanName());
    }
    if (value instanceof BeanDefinitionHolder holder) {
      return inner(holder.getBeanDefinition(), holder.getBeanName());
    }
    if (value instanceof BeanDefinition definition) {
      return inner(definition, "");
    }
    if (value instanceof Map<?, ?> map) {
      return many(map.values().stream());
    }
    if (value instanceof Collection<?> collection) {
      return many(collection.stream());
    }
    if (value instanceof Object[] array) {
      return many(Arrays.stream(array));
    }
    return value == null ? DefinedValue.Many.NOTHING : new DefinedValue.Text(value.toString());
  }

  DefinedValue arguments(ConstructorArgumentValues arguments) {
    return many(
        Stream.concat(
                arguments.getIndexedArgumentValues().entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .map(Map.Entry::getValue),
                arguments.getGenericArgumentValues().stream())
            .map(ValueHolder::getValue));
  }

  private DefinedValue many(Stream<?> values) {
    List<DefinedValue> each = values.map(this::value).toList();
    return new DefinedValue.Many(each);
  }

  private DefinedValue inner(BeanDefinition definition, String name) {
    return inner.computeIfAbsent(definition, d -> new DefinedBean(name, d, this));
  }

  private DefinedValue referred(String name) {
    try {
      return value(factory.getMergedBeanDefinition(name), ownName(name));
    } catch (NoSuchBeanDefinitionException e) {
      return DefinedValue.Many.NOTHING;
    }
  }

  /** A bean may be referred to by an alias. */
  private String ownName(String name) {
    return Stream.concat(Stream.of(name), Arrays.stream(factory.getAliases(name)))
        .filter(factory::containsBeanDefinition)
        .findFirst()
        .orElse(name);
  }
}
