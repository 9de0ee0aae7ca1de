package io.portcullis.broker.configuration;

import java.util.List;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.security.SimpleCachedLDAPAuthorizationMap;
import org.apache.activemq.spring.SpringSslContext;
import org.apache.xbean.spring.context.ResourceXmlApplicationContext;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.MergedBeanDefinitionPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.LifecycleProcessor;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.core.ResolvableType;
import org.springframework.core.io.Resource;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * A Spring context of a broker's file that is only read. It creates beans on demand, and the beans
 * that Spring needs to read the file. It starts nothing: no broker, no bean that Spring starts by
 * itself, and no bean that listens for the context, such as a Camel context.
 */
class UnstartedContext extends ResourceXmlApplicationContext {

  private static final String ONLY_READ = UnstartedContext.class.getName();

  /** Creates a context. It is usable after a refresh. */
  UnstartedContext(Resource file) {
    super(file, List.of(), null, List.of(), false);
    addBeanFactoryPostProcessor(UnstartedContext::startNothing);
  }

  /** Whether a context is one of these. */
  static boolean isOnlyRead(BeanFactory factory) {
    return factory.containsBean(ONLY_READ);
  }

  private static void startNothing(ConfigurableListableBeanFactory factory) {
    factory.registerSingleton(ONLY_READ, ONLY_READ);
    factory.registerSingleton(LIFECYCLE_PROCESSOR_BEAN_NAME, new NothingStarts());
    factory.registerSingleton(APPLICATION_EVENT_MULTICASTER_BEAN_NAME, new NobodyHears());
    factory.addBeanPostProcessor(new NoInitMethods());
    for (String name : factory.getBeanDefinitionNames()) {
      factory.getBeanDefinition(name).setLazyInit(true);
    }
    for (String name : factory.getBeanNamesForType(BrokerService.class, true, false)) {
      BeanDefinition broker = factory.getBeanDefinition(name);
      broker.setInitMethodName(null);
      broker.setDestroyMethodName(null);
    }
  }

  /**
   * A lifecycle processor that starts no bean. Spring's own would create every bean that starts by
   * itself.
   */
  private static final class NothingStarts implements LifecycleProcessor {

    @Override
    public void onRefresh() {}

    @Override
    public void onClose() {}

    @Override
    public void start() {}

    @Override
    public void stop() {}

    @Override
    public boolean isRunning() {
      return false;
    }
  }

  /**
   * An event multicaster without listeners. Spring's own would create every listener at the first
   * event.
   */
  private static final class NobodyHears extends SimpleApplicationEventMulticaster {

    @Override
    public void multicastEvent(ApplicationEvent event) {}

    @Override
    public void multicastEvent(ApplicationEvent event, ResolvableType type) {}
  }

  /**
   * Removes the init-methods of beans that would start, use the network, or fail without keys. It
   * does so wherever the bean stands and however Spring finds the method.
   */
  private static final class NoInitMethods implements MergedBeanDefinitionPostProcessor {

    @Override
    public void postProcessMergedBeanDefinition(
        RootBeanDefinition definition, Class<?> type, String name) {
      if (BrokerService.class.isAssignableFrom(type)
          || SimpleCachedLDAPAuthorizationMap.class.isAssignableFrom(type)
          || SpringSslContext.class.isAssignableFrom(type)) {
        definition.setInitMethodName(null);
        ReflectionUtils.doWithMethods(
            type,
            method -> {
              definition.registerExternallyManagedInitMethod(method.getName());
              // So Spring calls one that is private.
              definition.registerExternallyManagedInitMethod(
                  ClassUtils.getQualifiedMethodName(method));
            },
            method -> method.getParameterCount() == 0);
      }
    }
  }
}
