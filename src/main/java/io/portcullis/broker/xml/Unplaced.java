package io.portcullis.broker.xml;

import java.util.List;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.core.NestedExceptionUtils;

/** Places an error that names no property at the bean that was being made. */
final class Unplaced {

  private final FileFaults faults;

  Unplaced(FileFaults faults) {
    this.faults = faults;
  }

  /**
   * Adds it. Tells whether the bean was found and had no fault.
   *
   * @param causes the error and its causes, the innermost first
   */
  boolean add(Throwable error, List<Throwable> causes) {
    String said = UnreadableFile.words(NestedExceptionUtils.getMostSpecificCause(error));
    for (Throwable cause : causes) {
      if (cause instanceof BeanCreationException creation && creation.getBeanName() != null) {
        String name = creation.getBeanName();
        String type = name.replaceFirst("#[0-9a-f]+$", "");
        for (Place place : Place.all(faults)) {
          boolean is =
              place.attribute().isEmpty()
                  && (place.element().getAttribute("id").equals(name)
                      || BeanClasses.named(place.element()).equals(type));
          if (is && place.add(XmlFaults.BEAN_UNMADE, Shortened.of(said))) {
            return true;
          }
        }
      }
    }
    return false;
  }
}
