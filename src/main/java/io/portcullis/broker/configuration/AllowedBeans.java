package io.portcullis.broker.configuration;

import io.portcullis.broker.bridge.InertNetworkConnector;
import io.portcullis.broker.platform.UnloadedMap;
import io.portcullis.broker.platform.UnloadedPlugin;
import io.portcullis.broker.transport.KeyStoreFaults;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.Set;
import org.apache.activemq.network.DiscoveryNetworkConnector;
import org.apache.xbean.spring.context.v2c.PropertyEditorFactory;
import org.springframework.beans.PropertyValue;
import org.springframework.beans.PropertyValues;
import org.springframework.beans.factory.BeanDefinitionStoreException;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.InstantiationAwareBeanPostProcessor;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.MergedBeanDefinitionPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.beans.factory.support.SimpleInstantiationStrategy;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Creates the beans of an untrusted configuration. It uses only the classes and setters of the
 * {@linkplain ConfigurationClasses committed list}, whatever the bean definitions say. It evaluates
 * no expression, and it calls only methods that the list names.
 */
final class AllowedBeans extends DefaultListableBeanFactory {

  private static final long serialVersionUID = 1L;

  /** Classes that replace others, and those by which XBean creates values. */
  private static final Set<Class<?>> OWN =
      Set.of(UnloadedPlugin.class, UnloadedMap.class, PropertyEditorFactory.class);

  AllowedBeans(KeyStoreFaults keyStores) {
    setBeanClassLoader(Thread.currentThread().getContextClassLoader());
    setInstantiationStrategy(new OnlyListed());
    addBeanPostProcessor(new OnlyListedSetters());
    addBeanPostProcessor(new OnlyListedMethods());
    addBeanPostProcessor(keyStores);
  }

  private static boolean isListed(Class<?> type) {
    return OWN.contains(type) || ConfigurationClasses.all().made(type.getName()).isPresent();
  }

  private static BeanDefinitionStoreException refusal(String what) {
    return new BeanDefinitionStoreException(what + " is not on the list of what is made");
  }

  /** Creates only listed classes, and only by their constructors. */
  private static final class OnlyListed extends SimpleInstantiationStrategy {

    @Override
    public Object instantiate(RootBeanDefinition definition, String name, BeanFactory owner) {
      check(definition);
      return definition.getBeanClass() == DiscoveryNetworkConnector.class
          ? new InertNetworkConnector()
          : super.instantiate(definition, name, owner);
    }

    @Override
    public Object instantiate(
        RootBeanDefinition definition,
        String name,
        BeanFactory owner,
        Constructor<?> constructor,
        Object... arguments) {
      check(definition);
      return super.instantiate(definition, name, owner, constructor, arguments);
    }

    private static void check(RootBeanDefinition definition) {
      if (!isListed(definition.getBeanClass())
          || definition.hasMethodOverrides()
          || definition.getFactoryMethodName() != null
          || definition.getFactoryBeanName() != null
          || definition.getInstanceSupplier() != null) {
        throw refusal(definition.getBeanClass().getName());
      }
    }

    @Override
    public Object instantiate(
        RootBeanDefinition definition,
        String name,
        BeanFactory owner,
        Object factoryBean,
        Method method,
        Object... arguments) {
      throw refusal("what method %s makes".formatted(method.getName()));
    }
  }

  /** Calls only listed setters. */
  private static final class OnlyListedSetters implements InstantiationAwareBeanPostProcessor {

    @Override
    public PropertyValues postProcessProperties(PropertyValues values, Object bean, String name) {
      Class<?> type =
          bean instanceof InertNetworkConnector ? DiscoveryNetworkConnector.class : bean.getClass();
      ConfigurationClasses.all()
          .made(type.getName())
          .ifPresent(
              listed -> {
                for (PropertyValue value : values.getPropertyValues()) {
                  if (!listed.sets(value.getName())) {
                    throw refusal("%s of %s".formatted(value.getName(), type.getName()));
                  }
                }
              });
      return values;
    }
  }

  /**
   * Calls only listed methods. Spring and XBean find methods to call in many ways: by an attribute,
   * an interface, a name.
   */
  private static final class OnlyListedMethods implements MergedBeanDefinitionPostProcessor {

    @Override
    public void postProcessMergedBeanDefinition(
        RootBeanDefinition definition, Class<?> type, String name) {
      Set<String> allowed =
          ConfigurationClasses.all()
              .made(type.getName())
              .map(ConfigurationClasses.Listed::initMethods)
              .orElse(Set.of());
      if (!allowed.contains(String.valueOf(definition.getInitMethodName()))) {
        definition.setInitMethodName(null);
      }
      definition.setDestroyMethodName(null);
      ReflectionUtils.doWithMethods(
          type,
          method -> {
            definition.registerExternallyManagedInitMethod(method.getName());
            definition.registerExternallyManagedInitMethod(
                ClassUtils.getQualifiedMethodName(method));
          },
          method -> method.getParameterCount() == 0 && !allowed.contains(method.getName()));
    }
  }
}
