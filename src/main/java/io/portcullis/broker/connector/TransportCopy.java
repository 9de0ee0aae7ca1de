package io.portcullis.broker.connector;

import io.portcullis.broker.platform.ActiveMqInternals;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import org.apache.activemq.transport.Transport;
import org.apache.activemq.transport.TransportFilter;

/** Replaces one transport by another. It uses reflection, because ActiveMQ offers no other way. */
final class TransportCopy {

  private TransportCopy() {}

  /** Copies every field of the superclass from {@code original} to {@code copy}. */
  static void copy(Transport original, Transport copy) throws ReflectiveOperationException {
    for (Class<?> type = copy.getClass().getSuperclass();
        type != Object.class;
        type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers())) {
          field.setAccessible(true);
          field.set(copy, field.get(original));
        }
      }
    }
  }

  /** Replaces the transport that a filter wraps. */
  static void replaceNext(TransportFilter filter, Transport next)
      throws ReflectiveOperationException {
    ActiveMqInternals.FILTERED.set(filter, next);
  }
}
