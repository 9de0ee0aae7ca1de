package io.portcullis.broker.platform;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.TrustManager;
import org.apache.activemq.broker.SslContext;
import org.apache.activemq.broker.TransportConnector;
import org.apache.activemq.transport.TransportFactory;
import org.apache.activemq.transport.TransportServer;

/**
 * How the ActiveMQ at hand gives a connector its SSL context. From 6.4 on, a server is bound with
 * {@code doBind(URI, SslContext)}, and a connector may have a context of its own. Before, the
 * context is a variable of the thread. The gate looks once for what is there.
 *
 * <p>Source: <a href="https://github.com/apache/activemq/pull/2133">pull request 2133</a>.
 */
public final class ConnectorTls {

  private static final String BIND = "doBind";
  private static final String SET_CURRENT = "setCurrentSslContext";

  private static final Optional<Method> BINDING =
      method(TransportFactory.class, BIND, URI.class, SslContext.class);
  private static final Optional<Method> THREADS =
      method(SslContext.class, SET_CURRENT, SslContext.class);
  private static final ClassValue<Optional<Method>> OWN = getter("getSslContext");
  private static final ClassValue<Optional<Method>> TRUST = getter("getTrustManagers");

  private ConnectorTls() {}

  private static ClassValue<Optional<Method>> getter(String name) {
    return new ClassValue<>() {
      @Override
      protected Optional<Method> computeValue(Class<?> type) {
        return method(type, name);
      }
    };
  }

  /** Fails if these classes have neither way to give a server its context. */
  static void look(Class<?> factory, Class<?> context) throws NoSuchMethodException {
    if (method(factory, BIND, URI.class, context).isEmpty()) {
      Method unused = context.getMethod(SET_CURRENT, context);
    }
  }

  /**
   * Binds a server with an SSL context.
   *
   * @throws IOException if it cannot be bound, or this ActiveMQ has no known way to do it
   */
  public static TransportServer bind(TransportFactory factory, URI uri, SslContext context)
      throws IOException {
    if (BINDING.isPresent()) {
      return (TransportServer) call(BINDING.get(), factory, uri, context);
    }
    Method current =
        THREADS.orElseThrow(
            () ->
                new IOException("this ActiveMQ binds TLS in a way that Portcullis does not know"));
    call(current, null, context);
    try {
      return factory.doBind(uri);
    } finally {
      call(current, null, (Object) null);
    }
  }

  /** Returns the SSL context that a connector has of its own, instead of the broker's. */
  public static Optional<SslContext> own(TransportConnector connector) {
    Optional<Method> getter = OWN.get(connector.getClass());
    try {
      return getter.isPresent()
          ? Optional.ofNullable((SslContext) call(getter.get(), connector))
          : Optional.empty();
    } catch (IOException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  /** Returns what an SSL context trusts; empty if it does not tell. */
  public static List<TrustManager> trust(SslContext context) {
    Optional<Method> getter = TRUST.get(context.getClass());
    try {
      return getter.isPresent() && call(getter.get(), context) instanceof List<?> managers
          ? managers.stream()
              .filter(TrustManager.class::isInstance)
              .map(TrustManager.class::cast)
              .toList()
          : List.of();
    } catch (IOException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  private static Optional<Method> method(Class<?> type, String name, Class<?>... parameters) {
    try {
      return Optional.of(type.getMethod(name, parameters));
    } catch (NoSuchMethodException | LinkageError e) {
      return Optional.empty();
    }
  }

  private static Object call(Method method, Object target, Object... arguments) throws IOException {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IOException fault) {
        throw fault;
      }
      if (e.getCause() instanceof RuntimeException fault) {
        throw fault;
      }
      throw new IOException("%s fails: %s".formatted(method.getName(), e.getCause()), e);
    } catch (IllegalAccessException e) {
      throw new IOException(method.getName() + " cannot be called: " + e.getMessage(), e);
    }
  }
}
