package io.portcullis.broker.configuration;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanDefinitionHolder;
import org.springframework.beans.factory.config.BeanReference;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.ConstructorArgumentValues;
import org.springframework.beans.factory.config.ConstructorArgumentValues.ValueHolder;
import org.springframework.beans.factory.config.TypedStringValue;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

/** The bean definitions of a Spring context, with placeholders replaced. No bean is created. */
final class DefinedBeans {

  private final ConfigurableListableBeanFactory factory;
  private final DefaultListableBeanFactory innerFactory;
  private final Map<String, DefinedBean> named = new HashMap<>();
  private final IdentityHashMap<BeanDefinition, DefinedBean> inner = new IdentityHashMap<>();

  DefinedBeans(ConfigurableListableBeanFactory factory) {
    this.factory = factory;
    this.innerFactory = new DefaultListableBeanFactory(factory);
    innerFactory.setBeanClassLoader(factory.getBeanClassLoader());
  }

  /** Returns all of them, nested ones too. */
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

  private DefinedValue value(BeanDefinition definition, String name) {
    return named.computeIfAbsent(name, n -> new DefinedBean(n, definition, this, made(factory, n)));
  }

  private static Optional<Class<?>> made(BeanFactory factory, String name) {
    try {
      return Optional.ofNullable(factory.getType(name, false));
    } catch (BeansException | IllegalStateException e) {
      // What Spring cannot find, it cannot make either.
      return Optional.empty();
    }
  }

  /** Converts a value from Spring's parser. */
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
    return inner.computeIfAbsent(definition, d -> ofInner(d, name));
  }

  /** Resolves a nested bean in a factory of its own, so that Spring knows its class. */
  private DefinedBean ofInner(BeanDefinition definition, String name) {
    String number = String.valueOf(inner.size());
    try {
      innerFactory.registerBeanDefinition(number, definition);
      return new DefinedBean(
          name, innerFactory.getMergedBeanDefinition(number), this, made(innerFactory, number));
    } catch (BeansException e) {
      return new DefinedBean(name, definition, this, Optional.empty());
    }
  }

  private DefinedValue referred(String name) {
    try {
      return value(factory.getMergedBeanDefinition(name), ownName(name));
    } catch (NoSuchBeanDefinitionException e) {
      return DefinedValue.Many.NOTHING;
    }
  }

  /** Returns the bean's own name, because a reference may use an alias. */
  private String ownName(String name) {
    return Stream.concat(Stream.of(name), Arrays.stream(factory.getAliases(name)))
        .filter(factory::containsBeanDefinition)
        .findFirst()
        .orElse(name);
  }
}
