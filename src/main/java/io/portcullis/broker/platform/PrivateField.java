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

  /** Fails if a class loader's ActiveMQ does not have it. */
  void look(ClassLoader loader) throws ReflectiveOperationException {
    of(loader).setAccessible(true);
  }

  /** Its name, as a person looks for it. */
  String thing() {
    return "%s.%s".formatted(owner.substring(owner.lastIndexOf('.') + 1), name);
  }

  /** Whether it is there. */
  public boolean isKnown() {
    return field.isPresent();
  }

  /** Whether something is of the class that has it. */
  public boolean isOf(Object object) {
    return field.filter(known -> known.getDeclaringClass().isInstance(object)).isPresent();
  }

  /** What it holds; null where it is missing. */
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
