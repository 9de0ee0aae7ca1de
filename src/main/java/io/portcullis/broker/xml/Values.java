package io.portcullis.broker.xml;

import java.net.URI;
import java.util.Arrays;
import java.util.Optional;

/** Says what a property may be set to. */
final class Values {

  private Values() {}

  /**
   * Returns the remedy for a wrong value.
   *
   * @param reason what the setter said; empty if it was not called
   */
  static String remedy(Class<?> bean, String property, String reason) {
    Optional<Class<?>> type = BeanClasses.typeOf(bean, property);
    if (!reason.isEmpty()) {
      return "write another value; the reason given is: " + reason;
    }
    return type.map(Values::of).orElse("write another value");
  }

  private static String of(Class<?> type) {
    if (type == boolean.class || type == Boolean.class) {
      return "write true or false";
    }
    if (type == long.class || type == int.class || type == Integer.class || type == Long.class) {
      return "write a whole number; of a size in bytes, such as 64 mb";
    }
    if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
      return "write a number";
    }
    if (type == URI.class) {
      return "write a URI, such as ssl://127.0.0.1:61617";
    }
    if (type.isEnum()) {
      return "write one of "
          + Shortened.of(
              String.join(
                  ", ", Arrays.stream(type.getEnumConstants()).map(String::valueOf).toList()));
    }
    return "put in a bean of %s, or #NAME of one".formatted(type.getSimpleName());
  }
}
