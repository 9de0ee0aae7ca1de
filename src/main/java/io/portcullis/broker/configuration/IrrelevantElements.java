package io.portcullis.broker.configuration;

import io.portcullis.broker.configuration.UntrustedBeans.Place;
import io.portcullis.broker.xml.KnownElements;
import java.util.Map;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;

/** Finds parts of a configuration that no rule needs, and what a start would run in them. */
final class IrrelevantElements {

  private final Omissions leftOut;
  private final Map<String, String> types;

  /**
   * @param types the classes of the beans that may be referenced, by their names
   */
  IrrelevantElements(Omissions leftOut, Map<String, String> types) {
    this.leftOut = leftOut;
    this.types = types;
  }

  /** Reports what a start would create or evaluate in an element that no rule needs. */
  void tellOf(Element source, Place place) {
    NamedNodeMap attributes = source.getAttributes();
    for (int i = 0; i < attributes.getLength(); i++) {
      String value = ((Attr) attributes.item(i)).getValue();
      if (KnownElements.isMapped(source)
          && value.matches("#[^#{].*")
          && !value.equals("#null")
          && !types.containsKey(value.substring(1))) {
        String name = ((Attr) attributes.item(i)).getName();
        leftOut.missing(place.file(), source, name, value.substring(1), types.keySet());
      }
      String type = value.startsWith("#") ? types.get(value.substring(1)) : null;
      String ref = source.getAttribute("ref");
      String referred = type == null && types.containsKey(ref) ? types.get(ref) : type;
      if (value.contains("#{")) {
        told(
            source,
            place,
            "an expression in %s is not evaluated".formatted(UntrustedBeans.tag(source)));
      } else if (referred != null && !ConfigurationClasses.all().names(referred)) {
        told(
            source,
            place,
            "bean (%s) is not made".formatted(referred.isEmpty() ? "another's" : referred));
      }
    }
    if (KnownElements.text(source).contains("#{")) {
      told(
          source,
          place,
          "an expression in %s is not evaluated".formatted(UntrustedBeans.tag(source)));
    }
    boolean others =
        KnownElements.isSprings(source, "bean")
            ? !ConfigurationClasses.all().names(UntrustedBeans.type(source))
            : !KnownElements.isSprings(source) && !KnownElements.isMapped(source);
    if (others) {
      told(source, place, "bean %s is not made".formatted(UntrustedValues.named(source)));
    }
    KnownElements.in(source).forEach(inner -> tellOf(inner, place));
  }

  private void told(Element source, Place place, String what) {
    leftOut.add(place.file(), source, what, place.need(), false);
  }
}
