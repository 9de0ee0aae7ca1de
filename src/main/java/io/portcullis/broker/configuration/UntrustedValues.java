package io.portcullis.broker.configuration;

import io.portcullis.broker.configuration.ConfigurationClasses.Use;
import io.portcullis.broker.configuration.UntrustedBeans.Place;
import io.portcullis.broker.configuration.UntrustedBeans.Slot;
import io.portcullis.broker.xml.KnownElements;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;

/** Copies the values of properties: texts, listed beans, and collections of these. */
final class UntrustedValues {

  private static final Set<String> COLLECTIONS = Set.of("list", "set", "array");

  private final Document out;
  private final UntrustedTexts texts;
  private final Omissions leftOut;
  private final Map<String, String> types;
  private final UntrustedBeans beans;

  UntrustedValues(
      Document out,
      UntrustedTexts texts,
      Omissions leftOut,
      Map<String, String> types,
      UntrustedBeans beans) {
    this.out = out;
    this.texts = texts;
    this.leftOut = leftOut;
    this.types = types;
    this.beans = beans;
  }

  /** Copies an attribute of one of ActiveMQ's elements: a text, or # and the name of a bean. */
  Optional<String> attribute(Element source, String name, String raw, Place place) {
    if (raw.equals("#null")) {
      return Optional.of(raw);
    }
    if (raw.startsWith("#") && !raw.startsWith("##") && !raw.startsWith("#{")) {
      return reference(source, name, raw.substring(1), place).map(bean -> "#" + bean);
    }
    if (place.use() == Use.PART) {
      leave(
          source,
          place,
          "text in attribute %s of %s is not read".formatted(name, UntrustedBeans.tag(source)));
      return Optional.empty();
    }
    // What a placeholder stands for is no reference, whatever it begins with.
    return text(
            source, raw, "attribute %s of %s".formatted(name, UntrustedBeans.tag(source)), place)
        .map(text -> text.startsWith("#") && !raw.startsWith("#") ? "#" + text : text);
  }

  private Optional<String> text(Element source, String raw, String where, Place place) {
    return texts.of(raw, where, place.file(), source, place.need(), place.silences());
  }

  /** Returns the name of a created bean. A bean that is not created is reported. */
  private Optional<String> reference(Element source, String attribute, String raw, Place place) {
    Optional<String> name = text(source, raw, "a reference", place);
    if (name.isEmpty()) {
      return name;
    }
    String type = types.getOrDefault(name.get(), "");
    if (!type.isEmpty() && UntrustedBeans.isMade(type) && place.use() == Use.PART) {
      return name;
    }
    if (!types.containsKey(name.get())) {
      leftOut.missing(place.file(), source, attribute, name.get(), types.keySet());
      if (place.slot() == Slot.OTHER) {
        return leaveName(source, place, name.get());
      }
      beans.standInFor(name.get(), name.get(), place.slot());
      return name;
    }
    leave(
        source,
        place,
        "bean \"%s\" (%s) is not made".formatted(name.get(), type.isEmpty() ? "another's" : type));
    if (place.slot() == Slot.OTHER) {
      return Optional.empty();
    }
    beans.standInFor(name.get(), type, place.slot());
    return name;
  }

  private Optional<String> leaveName(Element source, Place place, String name) {
    leave(source, place, "bean \"%s\" is not defined".formatted(name));
    return Optional.empty();
  }

  /** Copies Spring's {@code <property>}. */
  Optional<Element> property(Element source, Place place) {
    Element property = element(source);
    property.setAttribute("name", source.getAttribute("name"));
    String where = "property " + source.getAttribute("name");
    if (source.hasAttribute("ref")) {
      return reference(source, "", source.getAttribute("ref"), place)
          .map(name -> with(property, "ref", name));
    }
    if (source.hasAttribute("value")) {
      if (place.use() == Use.PART) {
        leave(source, place, "text in %s is not read".formatted(where));
        return Optional.empty();
      }
      return text(source, source.getAttribute("value"), where, place)
          .map(text -> with(property, "value", text));
    }
    return filled(source, property, place);
  }

  private static Element with(Element element, String attribute, String value) {
    element.setAttribute(attribute, value);
    return element;
  }

  /** Copies one of ActiveMQ's elements that has the name of a property, with its content. */
  Optional<Element> nested(Element source, Place place) {
    NamedNodeMap attributes = source.getAttributes();
    for (int i = 0; i < attributes.getLength(); i++) {
      String name = ((Attr) attributes.item(i)).getLocalName();
      leave(
          source,
          place,
          "attribute %s of %s is not obeyed".formatted(name, UntrustedBeans.tag(source)));
    }
    if (!KnownElements.in(source).isEmpty()) {
      return filled(source, element(source), place);
    }
    if (place.use() == Use.PART) {
      return Optional.of(element(source));
    }
    return text(source, KnownElements.text(source), UntrustedBeans.tag(source), place)
        .map(text -> containing(element(source), text));
  }

  private Optional<Element> filled(Element source, Element target, Place place) {
    boolean any = false;
    for (Element inner : KnownElements.in(source)) {
      Optional<Element> value = value(inner, place);
      value.ifPresent(target::appendChild);
      any |= value.isPresent();
    }
    return any || KnownElements.in(source).isEmpty() ? Optional.of(target) : Optional.empty();
  }

  private Element element(Element source) {
    return out.createElementNS(source.getNamespaceURI(), source.getLocalName());
  }

  private Element containing(Element target, String text) {
    target.appendChild(out.createTextNode(text));
    return target;
  }

  private Optional<Element> value(Element source, Place place) {
    String name = source.getLocalName();
    if (KnownElements.isMapped(source) && name.equals("property") && place.use() == Use.TEXT) {
      return text(source, KnownElements.text(source), UntrustedBeans.tag(source), place)
          .map(text -> with(containing(element(source), text), "key", source.getAttribute("key")));
    }
    if (KnownElements.isMapped(source) || KnownElements.isSprings(source, "bean")) {
      if (place.use() == Use.PART) {
        return beans.bean(source, place);
      }
      return leave(source, place, "bean %s is not made".formatted(named(source)));
    }
    if (!KnownElements.isSprings(source)) {
      return place.slot() == Slot.OTHER
          ? leave(source, place, "%s is not made".formatted(UntrustedBeans.tag(source)))
          : beans.standIn(source, UntrustedBeans.tag(source), place);
    }
    if (source.hasAttribute("type") || source.hasAttribute("value-type")) {
      return leave(
          source, place, "%s with a type is not read".formatted(UntrustedBeans.tag(source)));
    }
    if (COLLECTIONS.contains(name)) {
      return Optional.of(collection(source, place));
    }
    return switch (name) {
      case "null", "description" -> Optional.of(element(source));
      case "ref" -> ref(source, place);
      case "value" -> value(source, KnownElements.text(source), place);
      case "map" -> Optional.of(map(source, place));
      case "props" -> Optional.of(props(source, place));
      default -> leave(source, place, "%s is not obeyed".formatted(UntrustedBeans.tag(source)));
    };
  }

  static String named(Element source) {
    String type = UntrustedBeans.type(source);
    return type.isEmpty() ? UntrustedBeans.tag(source) : type;
  }

  private Element collection(Element source, Place place) {
    Element target = element(source);
    for (Element inner : KnownElements.in(source)) {
      value(inner, place).ifPresent(target::appendChild);
    }
    return target;
  }

  private Optional<Element> ref(Element source, Place place) {
    String name = source.getAttribute("bean");
    if (place.slot() != Slot.OTHER && !UntrustedBeans.isMade(types.getOrDefault(name, ""))) {
      return beans.standIn(source, types.getOrDefault(name, name), place);
    }
    return reference(source, "bean", name, place).map(bean -> with(element(source), "bean", bean));
  }

  private Optional<Element> value(Element source, String raw, Place place) {
    if (place.use() == Use.PART) {
      return leave(source, place, "text in %s is not read".formatted(UntrustedBeans.tag(source)));
    }
    return text(source, raw, UntrustedBeans.tag(source), place)
        .map(text -> containing(element(source), text));
  }

  private Element map(Element source, Place place) {
    Element target = element(source);
    for (Element entry : KnownElements.in(source)) {
      boolean plain =
          KnownElements.isSprings(entry, "entry")
              && entry.hasAttribute("key")
              && entry.hasAttribute("value")
              && entry.getAttributes().getLength() == 2
              && KnownElements.in(entry).isEmpty()
              && place.use() == Use.TEXT;
      if (plain) {
        text(entry, entry.getAttribute("key"), "a key", place)
            .flatMap(
                key ->
                    text(entry, entry.getAttribute("value"), "an entry", place)
                        .map(value -> with(with(element(entry), "key", key), "value", value)))
            .ifPresent(target::appendChild);
      } else {
        leave(entry, place, "an entry of a map is not read");
      }
    }
    return target;
  }

  private Element props(Element source, Place place) {
    Element target = element(source);
    for (Element prop : KnownElements.in(source)) {
      if (place.use() == Use.TEXT && KnownElements.isSprings(prop, "prop")) {
        text(prop, KnownElements.text(prop), "a property", place)
            .ifPresent(
                text ->
                    target.appendChild(
                        with(containing(element(prop), text), "key", prop.getAttribute("key"))));
      } else {
        leave(prop, place, "%s is not read".formatted(UntrustedBeans.tag(prop)));
      }
    }
    return target;
  }

  private Optional<Element> leave(Element source, Place place, String what) {
    leftOut.add(place.file(), source, what, place.need(), place.silences());
    return Optional.empty();
  }
}
