package io.portcullis.broker.platform;

import java.lang.reflect.Field;
import java.util.Optional;

/**
 * A private field of ActiveMQ's that the gate reads or sets. The gate looks it up once, at its
 * start. If it is missing and the broker starts all the same, it reads as null.
 */
public final class PrivateField {

  private final String owner;
  private final String name;
  private final Optional<Field> field;

  PrivateField(String owner, String name) {
    this.owner = owner;
    this.name = name;
    this.field = find();
  }

  private Optional<Field> find() {
    try {
      Field found = of(PrivateField.class.getClassLoader());
      found.setAccessible(true);
      return Optional.of(found);
    } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
      return Optional.empty();
    }
  }

  private Field of(ClassLoader loader) throws ReflectiveOperationException {
    return Class.forName(owner, false, loader).getDeclaredField(name);
  }

  /** Fails if the ActiveMQ of a class loader does not have the field. */
  void look(ClassLoader loader) throws ReflectiveOperationException {
    of(loader).setAccessible(true);
  }

  /** Returns the field's name, as a person searches for it. */
  String thing() {
    return "%s.%s".formatted(owner.substring(owner.lastIndexOf('.') + 1), name);
  }

  /** Tells whether the field exists. */
  public boolean isKnown() {
    return field.isPresent();
  }

  /** Tells whether an object's class has the field. */
  public boolean isOf(Object object) {
    return field.filter(known -> known.getDeclaringClass().isInstance(object)).isPresent();
  }

  /** Returns the field's value; null if the field is missing. */
  public Object get(Object object) {
    if (field.isEmpty()) {
      return null;
    }
    try {
      return field.get().get(object);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(thing() + " was made accessible", e);
    }
  }

  /**
   * Sets it.
   *
   * @throws NoSuchFieldException if it is missing
   */
  public void set(Object object, Object value) throws ReflectiveOperationException {
    field.orElseThrow(() -> new NoSuchFieldException(thing())).set(object, value);
  }
}
