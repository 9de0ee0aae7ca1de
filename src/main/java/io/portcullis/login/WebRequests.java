package io.portcullis.login;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.UnsupportedCallbackException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the address from which somebody logs in to a web server. Only Jetty's callback handler
 * gives a login module the request. The calls are by reflection: a broker needs no Jetty, and each
 * line of Jetty names its types differently.
 */
final class WebRequests {

  /** Where there is a request that does not tell: one address for all, rather than none. */
  static final InetAddress UNKNOWN = unknown();

  private static final Logger LOG = LoggerFactory.getLogger(WebRequests.class);

  /** Jetty 9 to 11 have a servlet's request, and Jetty 12 has one of its own. */
  static final WebRequests OF_JETTY =
      new WebRequests(
          "org.eclipse.jetty.jaas.callback.ServletRequestCallback",
          "org.eclipse.jetty.security.jaas.callback.RequestCallback");

  /**
   * A way to ask for a request.
   *
   * @param callback makes what the handler puts it into
   * @param request takes it out
   * @param address says its address: a method of the request, or a static one that is given it
   */
  private record Question(Constructor<?> callback, Method request, Method address) {}

  private final List<Question> questions;

  /** Asks with whichever of these classes are there. */
  WebRequests(String... callbacks) {
    this.questions = Stream.of(callbacks).flatMap(name -> question(name).stream()).toList();
  }

  private static Optional<Question> question(String name) {
    try {
      Class<?> callback = Class.forName(name, false, WebRequests.class.getClassLoader());
      Method request = callback.getMethod("getRequest");
      return Optional.of(
          new Question(callback.getConstructor(), request, address(request.getReturnType())));
    } catch (ClassNotFoundException | LinkageError e) {
      return Optional.empty();
    } catch (NoSuchMethodException e) {
      LOG.warn(
          "{} is not as it is in Jetty 9 to 12, so guesses at the web console's login are not"
              + " slowed down; use one of these",
          name,
          e);
      return Optional.empty();
    }
  }

  private static Method address(Class<?> request) throws NoSuchMethodException {
    try {
      return request.getMethod("getRemoteAddr");
    } catch (NoSuchMethodException e) {
      return request.getMethod("getRemoteAddr", request);
    }
  }

  /** Whose login this handler speaks for; empty, if it knows of no request. */
  Optional<InetAddress> address(CallbackHandler handler) {
    try {
      for (Question question : questions) {
        Callback callback = (Callback) question.callback.newInstance();
        if (answers(handler, callback)) {
          Object requestOrNull = question.request.invoke(callback);
          if (requestOrNull != null) {
            return Optional.of(address(remoteAddress(question.address, requestOrNull)));
          }
        }
      }
      return Optional.empty();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Jetty does not say for whom it asks", e);
    }
  }

  private static boolean answers(CallbackHandler handler, Callback callback) {
    try {
      handler.handle(new Callback[] {callback});
      return true;
    } catch (IOException | UnsupportedCallbackException e) {
      return false;
    }
  }

  private static String remoteAddress(Method method, Object request)
      throws ReflectiveOperationException {
    return String.valueOf(
        Modifier.isStatic(method.getModifiers())
            ? method.invoke(null, request)
            : method.invoke(request));
  }

  /** The address in what Jetty says: brackets and a zone or not, and never a name to look up. */
  static InetAddress address(String text) {
    boolean bracketed = text.length() > 1 && text.startsWith("[") && text.endsWith("]");
    String host = bracketed ? text.substring(1, text.length() - 1) : text;
    if (host.isEmpty()) {
      return UNKNOWN;
    }
    return Optional.ofNullable(new IPAddressString(host).getAddress())
        .filter(address -> !address.isMultiple())
        .map(WebRequests::withoutZone)
        .orElse(UNKNOWN);
  }

  private static InetAddress withoutZone(IPAddress address) {
    return ofBytes(address.getBytes());
  }

  private static InetAddress unknown() {
    return ofBytes(new byte[4]);
  }

  private static InetAddress ofBytes(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address has 4 or 16 bytes", e);
    }
  }
}
