package io.portcullis.broker.xml;

import io.portcullis.policy.SimilarName;
import io.portcullis.rule.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.beans.MethodInvocationException;
import org.springframework.beans.NotWritablePropertyException;
import org.springframework.beans.PropertyAccessException;
import org.springframework.beans.PropertyBatchUpdateException;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.core.NestedExceptionUtils;
import org.w3c.dom.Element;

/**
 * Finds the places in a broker's file that an error of Spring or XBean is about. These errors name
 * classes and properties, and no line.
 */
public final class LoadFaults {

  private static final Pattern SETTING = Pattern.compile("setting bean property '([^'\\[]+)");
  private static final Pattern PLACEHOLDER =
      Pattern.compile("Could not resolve placeholder '([^']+)'");
  private static final Pattern TWICE =
      Pattern.compile("Multiple 'property' definitions for property '([^']+)'");
  private static final Pattern NAME_TWICE = Pattern.compile("Bean name '([^']+)' is already used");

  private final FileFaults faults;
  private final Unplaced unplaced;

  /**
   * @param faults the trees of the files that were read, and what is known to be wrong in them
   */
  public LoadFaults(FileFaults faults) {
    this.faults = faults;
    this.unplaced = new Unplaced(faults);
  }

  /**
   * Adds what an error says. Tells whether that is new: if so, reading again without that part may
   * succeed.
   */
  public boolean add(Throwable error) {
    boolean added = false;
    for (Throwable cause : causes(error)) {
      added |= addOne(cause, error);
      if (added) {
        return true;
      }
    }
    return false;
  }

  /** Adds an error that has no place, at the element of the bean that was being made. */
  public boolean addAnywhere(Throwable error) {
    return add(error) || unplaced.add(error, causes(error));
  }

  /** Returns an error and its causes, the innermost first. */
  private static List<Throwable> causes(Throwable error) {
    List<Throwable> causes = new ArrayList<>();
    for (Throwable at = error; at != null && causes.size() < 50; at = at.getCause()) {
      causes.add(0, at);
      if (at instanceof PropertyBatchUpdateException several) {
        causes.addAll(0, List.of(several.getPropertyAccessExceptions()));
      }
    }
    return causes;
  }

  private boolean addOne(Throwable cause, Throwable whole) {
    if (cause instanceof NotWritablePropertyException unknown) {
      return unknown(unknown.getBeanClass(), unknown.getPropertyName());
    }
    if (cause instanceof PropertyAccessException wrong) {
      return wrong(wrong);
    }
    if (cause instanceof NoSuchBeanDefinitionException missing && missing.getBeanName() != null) {
      return missing(missing.getBeanName());
    }
    if (cause instanceof BeanCreationException creation) {
      return edited(creation, whole);
    }
    String said = String.valueOf(cause.getMessage());
    return placeholder(said) || twice(said);
  }

  private boolean unknown(Class<?> type, String property) {
    boolean added = false;
    Optional<String> meant = new SimilarName(BeanClasses.properties(type)).to(property);
    for (Place place : places(type, property)) {
      added |=
          place.add(
              XmlFaults.PROPERTY_UNKNOWN,
              type.getSimpleName(),
              Shortened.of(property),
              meant.map("did you mean %s?"::formatted).orElse("remove it"));
    }
    return added;
  }

  private boolean wrong(PropertyAccessException wrong) {
    if (wrong.getPropertyChangeEvent() == null
        || wrong.getPropertyChangeEvent().getSource() == null) {
      return false;
    }
    Object bean = wrong.getPropertyChangeEvent().getSource();
    String property = wrong.getPropertyName();
    String value = words(wrong.getValue());
    List<Place> all = places(bean.getClass(), property);
    if (misplaced(all, BeanClasses.partOf(bean.getClass(), property))) {
      return true;
    }
    List<Place> same =
        all.stream().filter(place -> place.text().strip().equals(value.strip())).toList();
    boolean added = false;
    for (Place place : same.isEmpty() ? all : same) {
      added |=
          place.add(
              XmlFaults.PROPERTY_WRONG,
              Shortened.of(property),
              Shortened.of(place.text().isBlank() ? value : place.text()),
              Values.remedy(bean.getClass(), property, reason(wrong)));
    }
    return added;
  }

  /** Adds the beans within a property that are of another class than it takes. */
  private static boolean misplaced(List<Place> places, Class<?> part) {
    boolean added = false;
    for (Place place : places) {
      for (Place bean : place.beans()) {
        boolean isOther =
            BeanClasses.find(BeanClasses.named(bean.element()))
                .filter(type -> !part.isAssignableFrom(type) && !isFactory(type))
                .isPresent();
        added |=
            isOther
                && bean.add(
                    XmlFaults.BEAN_MISPLACED,
                    Shortened.of(BeanClasses.named(bean.element())),
                    part.getSimpleName(),
                    LocatedXml.describe(place.element()),
                    LocatedXml.lines(bean.element()));
      }
    }
    return added;
  }

  private static boolean isFactory(Class<?> type) {
    return FactoryBean.class.isAssignableFrom(type);
  }

  /** What was written, if that is known, and otherwise the class of what was made of it. */
  private static String words(Object value) {
    return value == null || value instanceof CharSequence || value instanceof Number
        ? String.valueOf(value)
        : "a " + value.getClass().getSimpleName();
  }

  /** What a setter says of a value it does not take. What Spring says of types is no reason. */
  private static String reason(PropertyAccessException wrong) {
    Throwable cause = NestedExceptionUtils.getMostSpecificCause(wrong);
    return wrong instanceof MethodInvocationException
            || cause instanceof java.net.URISyntaxException
        ? Shortened.of(String.valueOf(cause.getMessage()))
        : "";
  }

  /** Adds a value that one of ActiveMQ's editors does not take. The error has only the value. */
  private boolean edited(BeanCreationException creation, Throwable whole) {
    Matcher setting = SETTING.matcher(String.valueOf(creation.getMessage()));
    if (!setting.find()
        || !String.valueOf(creation.getMessage()).contains("PropertyEditorFactory")) {
      return false;
    }
    String property = setting.group(1);
    String said = String.valueOf(NestedExceptionUtils.getMostSpecificCause(whole).getMessage());
    boolean added = false;
    for (Place place : places(element -> true, property)) {
      if (!place.text().isBlank() && said.contains(place.text().strip())) {
        Class<?> type = BeanClasses.find(BeanClasses.named(place.bean())).orElse(Object.class);
        added |=
            place.add(
                XmlFaults.PROPERTY_WRONG,
                property,
                Shortened.of(place.text()),
                Values.remedy(type, property, ""));
      }
    }
    return added;
  }

  private boolean missing(String name) {
    boolean added = false;
    for (Place place : Place.all(faults)) {
      added |=
          place.refersTo(name)
              && place.add(XmlFaults.BEAN_MISSING, Shortened.of(name), similarBean(name));
    }
    return added;
  }

  private String similarBean(String name) {
    return new SimilarName(Place.ids(faults))
        .to(name)
        .map("did you mean \"%s\"?"::formatted)
        .orElse("define it, or remove the reference");
  }

  private boolean placeholder(String said) {
    Matcher missing = PLACEHOLDER.matcher(said);
    if (!missing.find()) {
      return false;
    }
    boolean added = false;
    for (Place place : Place.all(faults)) {
      added |=
          place.text().contains("${" + missing.group(1))
              && place.add(
                  XmlFaults.PLACEHOLDER_MISSING,
                  missing.group(1),
                  XmlFaults.giveValue(missing.group(1)));
    }
    return added;
  }

  private boolean twice(String said) {
    Matcher property = TWICE.matcher(said);
    if (property.find()) {
      return last(
          element ->
              KnownElements.isSprings(element, "property")
                  && element.getAttribute("name").equals(property.group(1)),
          XmlFaults.PROPERTY_TWICE,
          property.group(1));
    }
    Matcher name = NAME_TWICE.matcher(said);
    return name.find()
        && last(
            element -> element.getAttribute("id").equals(name.group(1)),
            XmlFaults.ID_TWICE,
            name.group(1));
  }

  private boolean last(Predicate<Element> which, Fault fault, String argument) {
    return Place.all(faults).stream()
        .filter(place -> place.attribute().isEmpty() && which.test(place.element()))
        .reduce((one, next) -> next)
        .filter(place -> place.add(fault, argument))
        .isPresent();
  }

  private List<Place> places(Class<?> type, String property) {
    return places(
        element ->
            BeanClasses.find(BeanClasses.named(element))
                .filter(named -> named.isAssignableFrom(type) || type.isAssignableFrom(named))
                .isPresent(),
        property);
  }

  private List<Place> places(Predicate<Element> beans, String property) {
    return Place.all(faults).stream()
        .filter(place -> place.sets(property) && beans.test(place.bean()))
        .toList();
  }
}
