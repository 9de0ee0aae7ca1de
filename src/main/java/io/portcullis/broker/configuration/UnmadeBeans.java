package io.portcullis.broker.configuration;

import io.portcullis.broker.configuration.DeclaredElements.Declared;
import io.portcullis.broker.xml.KnownElements;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.activemq.broker.BrokerService;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.core.ResolvableType;
import org.springframework.util.MethodInvoker;
import org.w3c.dom.Element;

/**
 * Finds elements that are not created and that would change the broker at a start. They replace it,
 * they get a reference to it, or they get every bean that is created.
 */
final class UnmadeBeans {

  /** Namespaces whose elements only define beans beside the broker. */
  private static final Set<String> BESIDE =
      Set.of(
          "http://www.springframework.org/schema/util",
          "http://www.springframework.org/schema/jee",
          "http://camel.apache.org/schema/spring");

  /** Classes of the JDK that only hold values. */
  private static final Pattern VALUES =
      Pattern.compile(
          "java\\.lang\\.(String|Boolean|Integer|Long|Double)"
              + "|java\\.util\\.(ArrayList|LinkedList|(Linked)?Hash(Map|Set)|Tree(Map|Set)|Properties)");

  private final DeclaredNames names;
  private final Omissions leftOut;

  UnmadeBeans(DeclaredNames names, Omissions leftOut) {
    this.names = names;
    this.leftOut = leftOut;
  }

  /** Reports an element, if it would change the broker. */
  void tellOf(Declared declared) {
    Element element = declared.element();
    if (DeclaredNames.isAbstract(element)
        || names.isReplaced(declared)
        || KnownElements.isSprings(element, "description")) {
      return;
    }
    String type = names.type(element);
    String named = type.isEmpty() ? UntrustedBeans.tag(element) : type;
    if (names.isTakenAsBroker(declared)) {
      tell(declared, named, "a start takes as the broker", true);
    } else if (names.takesAName(declared)) {
      tell(declared, named, "takes the place of another", true);
    } else if (isBroker(element, type) && names.comesFirst(declared)) {
      tell(declared, named, "may be the broker", true);
    } else {
      Optional<String> act = act(declared, type);
      act.ifPresentOrElse(
          does -> tell(declared, named, does, false), () -> tellOfOthers(declared, named));
    }
  }

  private void tell(Declared declared, String named, String does, boolean silences) {
    leftOut.add(
        declared.file(),
        declared.element(),
        "bean %s, which %s, is not made".formatted(named, does),
        DependentRules.GATE,
        silences);
  }

  /** Reports elements that may not refer to the broker. */
  private void tellOfOthers(Declared declared, String named) {
    Element element = declared.element();
    if (!KnownElements.isSprings(element, "bean")) {
      beside(declared, named + " is not made");
    } else if (element.hasAttribute("parent")) {
      beside(
          declared,
          "bean with parent \"%s\" is not looked at".formatted(element.getAttribute("parent")));
    } else {
      tellOfStrange(declared, element);
    }
  }

  /** Reports beans of classes that no rule knows: a start creates them and calls their methods. */
  private void tellOfStrange(Declared declared, Element element) {
    if (KnownElements.isSprings(element, "bean") && !isKnown(names.type(element))) {
      leftOut.add(
          declared.file(),
          element,
          "bean %s is not made".formatted(names.type(element)),
          DependentRules.NOTHING,
          false);
    }
    KnownElements.in(element).forEach(inner -> tellOfStrange(declared, inner));
  }

  private static boolean isKnown(String type) {
    return type.isEmpty()
        || type.equals("io.portcullis.SameOrigin")
        || VALUES.matcher(type).matches()
        || BeanActs.isOfWebServer(type)
        || BeanActs.find(type).filter(MethodInvoker.class::isAssignableFrom).isPresent()
        || ConfigurationClasses.all().names(type);
  }

  private void beside(Declared declared, String what) {
    leftOut.add(declared.file(), declared.element(), what, DependentRules.BESIDE, false);
  }

  private Optional<String> act(Declared declared, String type) {
    return own(declared.element(), type)
        .or(
            () ->
                names.isUnknown(declared)
                    ? Optional.of("is of a class that is not here")
                    : Optional.empty())
        .or(() -> inner(declared.element()).findFirst());
  }

  private Optional<String> own(Element element, String type) {
    Optional<String> refers = names.madeOf(element).map("refers to \"%s\""::formatted);
    if (KnownElements.isSprings(element, "bean")) {
      return refers
          .or(() -> BeanActs.ofClass(type))
          .or(() -> BeanActs.ofElement(element, type, names::text));
    }
    return refers.isEmpty() && isOfAnothersNamespace(element)
        ? Optional.of("may define anything")
        : refers;
  }

  private Stream<String> inner(Element element) {
    return KnownElements.in(element).stream()
        .flatMap(inner -> Stream.concat(own(inner, names.type(inner)).stream(), inner(inner)));
  }

  private static boolean isOfAnothersNamespace(Element element) {
    return !KnownElements.isSprings(element)
        && !KnownElements.isMapped(element)
        && !BESIDE.contains(element.getNamespaceURI());
  }

  /** Tells whether a start that looks for brokers by class may find one in it. */
  private static boolean isBroker(Element element, String type) {
    return element.hasAttribute("factory-method")
        || BeanActs.find(type).filter(UnmadeBeans::isBroker).isPresent();
  }

  private static boolean isBroker(Class<?> type) {
    if (!FactoryBean.class.isAssignableFrom(type)) {
      return BrokerService.class.isAssignableFrom(type);
    }
    Class<?> makes = ResolvableType.forClass(FactoryBean.class, type).resolveGeneric(0);
    return makes == null
        || makes.isAssignableFrom(BrokerService.class)
        || BrokerService.class.isAssignableFrom(makes);
  }
}
