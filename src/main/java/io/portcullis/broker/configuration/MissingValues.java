package io.portcullis.broker.configuration;

import io.portcullis.broker.configuration.DeclaredElements.Declared;
import io.portcullis.broker.xml.FileFault.Weight;
import io.portcullis.broker.xml.FileFaults;
import io.portcullis.broker.xml.KnownElements;
import io.portcullis.broker.xml.XmlFaults;
import io.portcullis.policy.SimilarName;
import java.nio.file.Path;
import org.w3c.dom.Element;

/** Finds all placeholders that have no value, for which a start fails. */
final class MissingValues {

  private final Placeholders placeholders;
  private final FileFaults faults;

  MissingValues(Placeholders placeholders, FileFaults faults) {
    this.placeholders = placeholders;
    this.faults = faults;
  }

  /** Reports those of an element and of what stands in it. */
  void tellOf(Declared declared) {
    tellOf(declared.file(), declared.element());
  }

  private void tellOf(Path file, Element element) {
    boolean isProperty = KnownElements.isSprings(element, "property");
    BeanActs.attributes(element)
        .forEach(
            attribute ->
                tellOf(file, element, isProperty ? "" : attribute.getName(), attribute.getValue()));
    tellOf(file, element, "", KnownElements.text(element));
    KnownElements.in(element).forEach(inner -> tellOf(file, inner));
  }

  private void tellOf(Path file, Element element, String attribute, String text) {
    placeholders
        .missing(text)
        .ifPresent(
            name ->
                faults.add(
                    file,
                    element,
                    attribute,
                    Weight.START,
                    XmlFaults.PLACEHOLDER_MISSING,
                    name,
                    new SimilarName(placeholders.names())
                        .to(name)
                        .map("did you mean ${%s}?"::formatted)
                        .orElse(XmlFaults.giveValue(name))));
  }
}
