package io.portcullis.broker.xml;

import io.portcullis.policy.SimilarName;
import java.beans.PropertyDescriptor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.springframework.beans.BeanUtils;
import org.springframework.beans.BeansException;
import org.springframework.beans.SimpleTypeConverter;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;
import org.w3c.dom.Element;

/** The classes of beans: whether they are here, and which properties they have. No code runs. */
public final class BeanClasses {

  /** The beginnings of the names of classes that ActiveMQ itself brings. */
  private static final Pattern OWN =
      Pattern.compile("(org\\.apache\\.activemq|io\\.portcullis|org\\.springframework)\\..*");

  /** Classes that stood in ActiveMQ's own files, and that no release has any more. */
  private static final Pattern REMOVED =
      Pattern.compile(
          "(org\\.fusesource|io\\.fabric8)\\.insight\\..*"
              + "|org\\.apache\\.activemq\\.hooks\\..*"
              + "|org\\.apache\\.activemq\\.broker\\.jmx\\.Log4JConfigView",
          Pattern.CASE_INSENSITIVE);

  /** Classes that files name, and that ActiveMQ's schema has no elements for. */
  private static final List<String> NAMED =
      List.of(
          "org.springframework.beans.factory.config.PropertyPlaceholderConfigurer",
          "org.springframework.context.support.PropertySourcesPlaceholderConfigurer",
          "org.springframework.beans.factory.config.MethodInvokingFactoryBean",
          "org.springframework.beans.factory.config.MethodInvokingBean",
          "org.apache.activemq.web.AuthenticationFilter",
          "io.portcullis.PortcullisPlugin",
          "io.portcullis.BodyPolicy",
          "io.portcullis.Waiver",
          "io.portcullis.ClientIds",
          "io.portcullis.SameOrigin");

  private BeanClasses() {}

  /** Finds a class without initializing it; empty if it is missing. */
  public static Optional<Class<?>> find(String type) {
    try {
      return Optional.of(ClassUtils.forName(type, Thread.currentThread().getContextClassLoader()));
    } catch (ClassNotFoundException | LinkageError | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Returns the class that an element names; empty if it names none, or one with a placeholder. */
  static String named(Element element) {
    String type =
        KnownElements.isSprings(element, "bean")
            ? element.getAttribute("class").strip()
            : KnownElements.type(element).orElse("");
    return type.contains("{") ? "" : type;
  }

  /** Tells whether ActiveMQ itself brings the classes of a package, so that one can be missed. */
  static boolean isOwn(String type) {
    return OWN.matcher(type).matches();
  }

  /** Tells whether a class stood in ActiveMQ's own files, and is not in this release. */
  public static boolean isRemoved(String type) {
    return REMOVED.matcher(type).matches();
  }

  /** Returns the class that somebody meant; empty if it is not clear. */
  static Optional<String> similar(String type) {
    Set<String> known = new TreeSet<>(KnownElements.classesOfActiveMq());
    known.addAll(NAMED);
    return isLikeOwn(type)
        ? new SimilarName(known).to(type).filter(found -> find(found).isPresent())
        : Optional.empty();
  }

  /** Tells whether a name begins nearly as one of ActiveMQ's own does. */
  private static boolean isLikeOwn(String type) {
    String[] parts = type.split("\\.", -1);
    return isOwn(type)
        || (parts.length > 2
            && new SimilarName(List.of("activemq", "springframework", "portcullis"))
                .to(parts[parts[0].equals("org") && parts[1].equals("apache") ? 2 : 1])
                .isPresent());
  }

  /** Returns the names of the properties that can be set; empty if they are not known. */
  static Set<String> properties(Class<?> type) {
    Set<String> names = new TreeSet<>();
    descriptors(type).stream()
        .filter(property -> property.getWriteMethod() != null)
        .forEach(property -> names.add(property.getName()));
    return names;
  }

  /** Tells whether a class has a property, whether or not it can be set. */
  static boolean hasProperty(Class<?> type, String name) {
    return descriptors(type).stream().anyMatch(property -> property.getName().equals(name));
  }

  /** Returns the type of a property; empty if there is none. */
  static Optional<Class<?>> typeOf(Class<?> type, String name) {
    return descriptors(type).stream()
        .filter(property -> property.getName().equals(name) && property.getPropertyType() != null)
        .<Class<?>>map(PropertyDescriptor::getPropertyType)
        .findFirst();
  }

  /** Returns the type of a property; of an array or a collection, that of its elements. */
  static Class<?> partOf(Class<?> type, String name) {
    ResolvableType property =
        descriptors(type).stream()
            .filter(each -> each.getName().equals(name) && each.getWriteMethod() != null)
            .map(each -> ResolvableType.forMethodParameter(each.getWriteMethod(), 0))
            .findFirst()
            .orElse(ResolvableType.NONE);
    if (property.isArray()) {
      return property.getComponentType().resolve(Object.class);
    }
    ResolvableType collection = property.asCollection();
    return collection.resolve() == null
        ? property.resolve(Object.class)
        : collection.getGeneric(0).resolve(Object.class);
  }

  private static List<PropertyDescriptor> descriptors(Class<?> type) {
    try {
      return Arrays.asList(BeanUtils.getPropertyDescriptors(type));
    } catch (BeansException | LinkageError e) {
      return List.of();
    }
  }

  /** Tells whether a text can be made a number or a truth value; true for any other type. */
  static boolean takes(Class<?> type, String text) {
    if (!ClassUtils.isPrimitiveOrWrapper(type)) {
      return true;
    }
    try {
      new SimpleTypeConverter().convertIfNecessary(text.strip(), type);
      return true;
    } catch (BeansException e) {
      return false;
    }
  }
}
