package io.portcullis.broker.configuration;

import io.portcullis.broker.xml.BeanClasses;
import io.portcullis.broker.xml.KnownElements;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.ApplicationContextAware;
import org.springframework.context.ApplicationEventPublisherAware;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ResourceLoaderAware;
import org.springframework.util.MethodInvoker;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;

/**
 * Describes what a defined bean does to other beans at a start, in words that follow "bean x,
 * which". It initializes no class.
 */
final class BeanActs {

  private static final Set<Class<?>> ACTING =
      Set.of(BeanPostProcessor.class, BeanFactoryPostProcessor.class);

  /** Types whose beans get access to all other beans. */
  private static final Set<Class<?>> FINDING =
      Set.of(
          BeanFactoryAware.class,
          ApplicationContextAware.class,
          ApplicationEventPublisherAware.class,
          ResourceLoaderAware.class,
          ApplicationListener.class);

  private static final Set<String> UNWIRED = Set.of("", "no", "default");

  /** Namespaces of attributes that set properties and arguments. */
  private static final Set<String> SETTING =
      Set.of("http://www.springframework.org/schema/p", "http://www.springframework.org/schema/c");

  /** Classes that read a system property or an environment variable and do nothing else. */
  private static final Pattern HARMLESS =
      Pattern.compile(
          "(#\\{\\s*system(Properties|Environment)\\[\\s*'[\\w.-]*'\\s*]\\s*}|[^#]|#(?!\\{))*+",
          Pattern.DOTALL);

  /** Packages of Jetty that run what a file or an argument says. */
  private static final Pattern DEPLOYING =
      Pattern.compile("org\\.eclipse\\.jetty\\.(xml|start|deploy|runner|plus|jndi|annotations)\\.");

  private static final String CALLED = "staticMethod|targetClass";

  private BeanActs() {}

  /**
   * Tells whether a class belongs to the web server or its applications, which have rules of their
   * own.
   */
  static boolean isOfWebServer(String type) {
    return (type.startsWith(DefinedBean.JETTY) && !DEPLOYING.matcher(type).lookingAt())
        || type.startsWith("org.apache.activemq.web.");
  }

  /** Finds a class without initializing it; empty if it is missing. */
  static Optional<Class<?>> find(String type) {
    return BeanClasses.find(type);
  }

  /** Describes what a bean of a class does. */
  static Optional<String> ofClass(String type) {
    Optional<Class<?>> found = find(type);
    if (found.filter(is -> isOneOf(is, ACTING)).isPresent()) {
      return Optional.of("acts on others");
    }
    return found.filter(is -> isOneOf(is, FINDING)).isPresent()
        ? Optional.of("can find all others")
        : Optional.empty();
  }

  private static boolean isOneOf(Class<?> type, Set<Class<?>> kinds) {
    return kinds.stream().anyMatch(kind -> kind.isAssignableFrom(type));
  }

  /**
   * Describes what a bean does by its attributes and its nested elements, but not by its
   * references.
   */
  static Optional<String> ofElement(Element element, String type, UnaryOperator<String> replaced) {
    if (!UNWIRED.contains(element.getAttribute("autowire"))) {
      return Optional.of("is given others by their classes");
    }
    if (element.hasAttribute("factory-method") && !isOfWebServer(type)) {
      return Optional.of("a method makes");
    }
    if (hasForeignAttribute(element)) {
      return Optional.of("another's namespace changes");
    }
    if (find(type).filter(MethodInvoker.class::isAssignableFrom).isPresent() && callsAny(element)) {
      return Optional.of("calls a method");
    }
    return evaluates(element, replaced) ? Optional.of("evaluates an expression") : Optional.empty();
  }

  /**
   * Tells whether it calls a method of a class, except the web server's. A method of a bean beside
   * the broker does not count.
   */
  private static boolean callsAny(Element element) {
    return Stream.concat(
            KnownElements.in(element).stream()
                .filter(inner -> inner.getAttribute("name").matches(CALLED))
                .map(inner -> inner.getAttribute("value")),
            attributes(element)
                .filter(attribute -> attribute.getNamespaceURI() != null)
                .filter(attribute -> attribute.getLocalName().matches(CALLED + "|_?[0-9]+"))
                .map(Attr::getValue))
        .anyMatch(called -> !isOfWebServer(called));
  }

  private static boolean hasForeignAttribute(Element element) {
    return attributes(element)
        .map(Attr::getNamespaceURI)
        .anyMatch(namespace -> namespace != null && !SETTING.contains(namespace));
  }

  /** A placeholder may stand for an expression, or for a part of one. */
  private static boolean evaluates(Element element, UnaryOperator<String> replaced) {
    return Stream.concat(
                attributes(element).map(Attr::getValue), Stream.of(KnownElements.text(element)))
            .flatMap(text -> Stream.of(text, replaced.apply(text)))
            .anyMatch(text -> !HARMLESS.matcher(text).matches())
        || KnownElements.in(element).stream()
            .filter(inner -> !KnownElements.isSprings(inner, "bean"))
            .anyMatch(inner -> evaluates(inner, replaced));
  }

  static Stream<Attr> attributes(Element element) {
    NamedNodeMap attributes = element.getAttributes();
    return IntStream.range(0, attributes.getLength()).mapToObj(i -> (Attr) attributes.item(i));
  }
}
