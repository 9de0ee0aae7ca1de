package io.portcullis.broker.configuration;

import io.portcullis.broker.configuration.ConfigurationClasses.Listed;
import io.portcullis.broker.configuration.ConfigurationClasses.Use;
import io.portcullis.broker.platform.UnloadedMap;
import io.portcullis.broker.platform.UnloadedPlugin;
import io.portcullis.broker.xml.KnownElements;
import io.portcullis.broker.xml.LocatedXml;
import io.portcullis.broker.xml.PropertyAttributes;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.xml.XMLConstants;
import org.springframework.util.ClassUtils;
import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;

/**
 * Copies the bean definitions of an untrusted configuration, with only what the {@linkplain
 * ConfigurationClasses committed list} has. It does not copy what it does not understand, and it
 * reports what it omits.
 */
final class UntrustedBeans {

  /** The kind of a bean's position, which says what can replace the bean there. */
  enum Slot {
    PLUGIN,
    MAP,
    OTHER
  }

  /**
   * The position of a value.
   *
   * @param file the file that contains it
   * @param need the rules that need it
   * @param use what may stand there
   * @param slot whether something else can replace it there
   */
  record Place(Path file, DependentRules need, Use use, Slot slot) {

    /**
     * Tells whether the rules cannot judge without it. If one of several plugins or connectors is
     * missing, the rest is judged.
     */
    boolean silences() {
      return slot == Slot.OTHER && need.silences();
    }
  }

  private static final Set<String> HARMLESS = Set.of("id", "name", "class", "lazy-init", "primary");

  /** Attributes that run something later and do not change the bean while it is in use. */
  private static final Set<String> LATER = Set.of("depends-on", "destroy-method");

  private static final Set<String> HARMLESS_ELEMENTS = Set.of("description", "meta");
  private static final String XSI = XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI;
  private static final String GROUPS = "org.apache.activemq.jaas.GroupPrincipal";

  /** Classes that are created only if they are complete. */
  private static final Set<String> WHOLE =
      Set.of(
          "org.apache.activemq.broker.TransportConnector",
          "org.apache.activemq.network.DiscoveryNetworkConnector",
          "org.apache.activemq.network.LdapNetworkConnector",
          "org.apache.activemq.network.MulticastNetworkConnector",
          "org.apache.activemq.proxy.ProxyConnector",
          "org.apache.activemq.security.AuthenticationUser",
          "org.apache.activemq.security.XBeanAuthorizationEntry",
          "org.apache.activemq.broker.region.policy.PolicyEntry",
          "org.apache.activemq.broker.region.virtual.CompositeQueue",
          "org.apache.activemq.broker.region.virtual.CompositeTopic",
          "org.apache.activemq.broker.region.virtual.FilteredDestination",
          "org.apache.activemq.broker.region.virtual.VirtualTopic",
          "org.apache.activemq.command.ActiveMQQueue",
          "org.apache.activemq.command.ActiveMQTopic");

  private final Document out;
  private final Omissions leftOut;
  private final UntrustedValues values;
  private final IrrelevantElements unneeded;
  private final Map<String, Element> referred = new LinkedHashMap<>();

  /**
   * @param out receives the definitions
   * @param types the classes of the beans that may be referenced, by their names
   */
  UntrustedBeans(Document out, UntrustedTexts texts, Omissions leftOut, Map<String, String> types) {
    this.out = out;
    this.leftOut = leftOut;
    this.unneeded = new IrrelevantElements(leftOut, types);
    this.values = new UntrustedValues(out, texts, leftOut, types, this);
  }

  /** Returns the class that an element stands for; empty if there is none or it is unknown. */
  static String type(Element element) {
    return KnownElements.isSprings(element, "bean")
        ? element.getAttribute("class").strip()
        : KnownElements.type(element).orElse("");
  }

  /** Tells whether the bean of an element is created. */
  static boolean isMade(String type) {
    return ConfigurationClasses.all().made(type).isPresent()
        && ClassUtils.isPresent(type, Thread.currentThread().getContextClassLoader());
  }

  /** Copies a bean; empty if it is not created, which is then reported. */
  Optional<Element> bean(Element source, Place place) {
    String type = type(source);
    if (!isMade(type) || leftOut.faults().isExcluded(place.file(), source, "")) {
      return standIn(source, type, place);
    }
    int before = leftOut.count();
    Listed listed = ConfigurationClasses.all().made(type).orElseThrow();
    Element made = out.createElementNS(source.getNamespaceURI(), source.getLocalName());
    attributes(source, made, listed, place);
    if (KnownElements.isMapped(source) && !KnownElements.text(source).isBlank()) {
      leave(source, place, "text in %s, which sets properties, is not read".formatted(tag(source)));
    }
    for (Element property : PropertyAttributes.elements(source)) {
      if (PropertyAttributes.isTwice(source, property)) {
        String name = property.getAttribute("name");
        leave(source, place, "property %s is set twice, which Spring refuses".formatted(name));
      } else {
        inner(source, property, made, listed, place);
      }
    }
    for (Element inner : KnownElements.in(source)) {
      inner(source, inner, made, listed, place);
    }
    return WHOLE.contains(type) && leftOut.count() > before ? Optional.empty() : Optional.of(made);
  }

  /** Returns the placeholder for a bean that is not created. */
  Optional<Element> standIn(Element source, String type, Place place) {
    String named = type.isEmpty() ? tag(source) : type;
    boolean plain = place.slot() == Slot.PLUGIN && ConfigurationClasses.all().isPlainPlugin(type);
    if (plain) {
      unneeded.tellOf(source, place);
    } else {
      String what = place.slot() == Slot.PLUGIN ? "plugin " : "bean ";
      leave(source, place, what + named + " is not made");
    }
    return switch (place.slot()) {
      case PLUGIN -> Optional.of(standIn(UnloadedPlugin.class, named));
      case MAP -> Optional.of(standIn(UnloadedMap.class, named));
      case OTHER -> Optional.empty();
    };
  }

  /** Adds a placeholder for a named bean that is not created and that others refer to. */
  void standInFor(String name, String type, Slot slot) {
    Element bean = standIn(slot == Slot.MAP ? UnloadedMap.class : UnloadedPlugin.class, type);
    bean.setAttribute("id", name);
    referred.putIfAbsent(name, bean);
  }

  /** Returns the placeholders for beans that others refer to. */
  Collection<Element> standIns() {
    return referred.values();
  }

  private Element standIn(Class<?> standIn, String type) {
    Element bean = out.createElementNS(LocatedXml.BEANS, "bean");
    bean.setAttribute("class", standIn.getName());
    Element property = out.createElementNS(LocatedXml.BEANS, "property");
    property.setAttribute("name", "type");
    property.setAttribute("value", type.replaceAll("[#$]\\{", "?{"));
    bean.appendChild(property);
    return bean;
  }

  private void attributes(Element source, Element made, Listed listed, Place place) {
    NamedNodeMap attributes = source.getAttributes();
    for (int i = 0; i < attributes.getLength(); i++) {
      Attr attribute = (Attr) attributes.item(i);
      String name = attribute.getLocalName();
      String namespace = attribute.getNamespaceURI();
      boolean property =
          PropertyAttributes.NAMESPACE.equals(namespace) && KnownElements.isSprings(source, "bean");
      if (XSI.equals(namespace) || property) {
        continue;
      }
      if (namespace != null) {
        leave(source, place, "attribute %s of %s is not obeyed".formatted(name, tag(source)));
      } else if (KnownElements.isSprings(source)) {
        ofSprings(source, attribute, made, place);
      } else if (name.equals("id")) {
        made.setAttribute("id", attribute.getValue());
      } else {
        property(source, name, name, listed, place)
            .flatMap(at -> values.attribute(source, name, attribute.getValue(), at))
            .ifPresent(value -> made.setAttribute(name, value));
      }
    }
  }

  private void ofSprings(Element source, Attr attribute, Element made, Place place) {
    String name = attribute.getLocalName();
    if (LATER.contains(name)) {
      leftOut.add(
          place.file(),
          source,
          "attribute %s of %s is not obeyed".formatted(name, tag(source)),
          DependentRules.NOTHING,
          false);
    } else if (!HARMLESS.contains(name)) {
      leave(source, place, "attribute %s of %s is not obeyed".formatted(name, tag(source)));
    } else if (!name.equals("lazy-init") && !name.equals("primary")) {
      made.setAttribute(name, attribute.getValue().strip());
    }
  }

  private void inner(Element source, Element inner, Element made, Listed listed, Place place) {
    if (KnownElements.isSprings(inner, "property")) {
      String name = inner.getAttribute("name");
      property(inner, "", name, listed, place)
          .flatMap(at -> values.property(inner, at))
          .ifPresent(made::appendChild);
    } else if (KnownElements.isMapped(source)
        && String.valueOf(source.getNamespaceURI()).equals(inner.getNamespaceURI())) {
      property(inner, "", inner.getLocalName(), listed, place)
          .flatMap(at -> values.nested(inner, at))
          .ifPresent(made::appendChild);
    } else if (!KnownElements.isSprings(inner)
        || !HARMLESS_ELEMENTS.contains(inner.getLocalName())) {
      leave(inner, place, "%s in %s is not obeyed".formatted(tag(inner), tag(source)));
    }
  }

  /** Returns the position of a property's value; empty if it is not set. */
  private Optional<Place> property(
      Element source, String attribute, String name, Listed listed, Place place) {
    DependentRules need = place.need().of(listed.name(), name);
    if (leftOut.faults().isExcluded(place.file(), source, attribute)) {
      boolean exists = listed.use(name).isPresent();
      leftOut.add(
          place.file(),
          source,
          "%s is wrong and not read".formatted(exists ? "property " + name : tag(source)),
          exists ? need : DependentRules.NOTHING,
          exists && need.silences());
      return Optional.empty();
    }
    Optional<Use> use = listed.use(name);
    Slot slot =
        switch (name) {
          case "plugins" -> Slot.PLUGIN;
          case "map" -> Slot.MAP;
          default -> Slot.OTHER;
        };
    Place at = new Place(place.file(), need, use.orElse(Use.UNSET), slot);
    if (use.isPresent() && listed.sets(name)) {
      return Optional.of(at);
    }
    if (use.orElse(null) == Use.SKIP) {
      unneeded.tellOf(source, at);
      return Optional.empty();
    }
    if (!name.equals("groupClass") || !source.getAttribute(name).equals(GROUPS)) {
      Place whole = new Place(at.file(), need, at.use(), Slot.OTHER);
      leave(
          source, whole, "property %s of %s is not set".formatted(name, shortName(listed.name())));
    }
    return Optional.empty();
  }

  private void leave(Element source, Place place, String what) {
    leftOut.add(place.file(), source, what, place.need(), place.silences());
  }

  static String shortName(String type) {
    return type.substring(type.lastIndexOf('.') + 1);
  }

  static String tag(Element element) {
    return "<%s>".formatted(element.getLocalName());
  }
}
