package io.portcullis;

import io.portcullis.broker.management.AllowedOrigins;
import io.portcullis.broker.management.WebOrigins;
import io.portcullis.rule.OriginFacts;
import io.portcullis.rule.Violation;
import java.io.PrintWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A Jetty handler that refuses requests from pages of other sites. It is needed because a browser
 * adds its user's login to the requests of any page. It must be the outermost handler in {@code
 * jetty.xml}:
 *
 * <pre>{@code
 * <bean class="io.portcullis.SameOrigin" factory-method="before">
 *   <constructor-arg ref="..."/>
 * </bean>
 * }</pre>
 *
 * <p>It lets these requests pass:
 *
 * <ul>
 *   <li>requests without Origin and Sec-Fetch-Site, as scripts make them;
 *   <li>requests of the console's own pages, and addresses that a user typed;
 *   <li>requests of origins that {@code jolokia-access.xml} lists.
 * </ul>
 *
 * <p>All others get 403. This happens before any login is checked and before anything runs.
 *
 * <p>It uses reflection, because the types of Jetty 9 to 11 have different names.
 */
public final class SameOrigin implements InvocationHandler {

  private static final int FORBIDDEN = 403;
  private static final String ACTION = ".action";

  private final Object handler;
  private final List<String> allowed;
  private final Method headers;
  private final Method scheme;
  private final Method uri;
  private final Method address;
  private final Method user;
  private final Method parameter;
  private final Method status;
  private final Method type;
  private final Method writer;

  private SameOrigin(Object handler, Method handle) throws NoSuchMethodException {
    this.handler = handler;
    this.allowed = AllowedOrigins.ofThisJvm();
    Class<?> request = handle.getParameterTypes()[2];
    Class<?> response = handle.getParameterTypes()[3];
    headers = request.getMethod("getHeaders", String.class);
    scheme = request.getMethod("getScheme");
    uri = request.getMethod("getRequestURI");
    address = request.getMethod("getRemoteAddr");
    user = request.getMethod("getRemoteUser");
    parameter = request.getMethod("getParameter", String.class);
    status = response.getMethod("setStatus", int.class);
    type = response.getMethod("setContentType", String.class);
    writer = response.getMethod("getWriter");
  }

  /**
   * Creates the handler in front of another one.
   *
   * @return the new handler
   * @throws IllegalArgumentException if {@code handler} is not one of Jetty 9 to 11
   */
  public static Object before(Object handler) {
    Set<Class<?>> interfaces = new LinkedHashSet<>();
    for (Class<?> each = handler.getClass(); each != null; each = each.getSuperclass()) {
      Stream.of(each.getInterfaces())
          .filter(type -> Modifier.isPublic(type.getModifiers()))
          .forEach(interfaces::add);
    }
    try {
      Method handle =
          interfaces.stream()
              .flatMap(each -> Stream.of(each.getMethods()))
              .filter(method -> method.getName().equals("handle"))
              .filter(method -> method.getParameterCount() == 4)
              .findFirst()
              .orElseThrow(NoSuchMethodException::new);
      return Proxy.newProxyInstance(
          handler.getClass().getClassLoader(),
          interfaces.toArray(Class<?>[]::new),
          new SameOrigin(handler, handle));
    } catch (NoSuchMethodException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s is no handler of Jetty 9 to 11".formatted(handler.getClass().getName()), e);
    }
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] argumentsOrNull) throws Throwable {
    if (method.getDeclaringClass() == Object.class) {
      return switch (method.getName()) {
        case "equals" -> proxy == argumentsOrNull[0];
        case "hashCode" -> System.identityHashCode(proxy);
        default -> handler.toString();
      };
    }
    if (method.getName().equals("handle") && method.getParameterCount() == 4) {
      return handle(method, argumentsOrNull);
    }
    return call(method, handler, argumentsOrNull);
  }

  private Object handle(Method handle, Object[] arguments) throws Throwable {
    Object request = arguments[2];
    List<Violation> refused = WebOrigins.judge(facts(request));
    if (!refused.isEmpty()) {
      refuse(arguments[1], arguments[3], refused.get(0));
      return null;
    }
    WebOrigins.serve(() -> text(user, request));
    try {
      return call(handle, handler, arguments);
    } finally {
      WebOrigins.serve(null);
      note(String.valueOf(arguments[0]), request);
    }
  }

  private OriginFacts facts(Object request) throws Throwable {
    return new OriginFacts(
        text(uri, request),
        text(address, request),
        text(scheme, request),
        headers(request, "Host"),
        headers(request, "Origin"),
        headers(request, "Sec-Fetch-Site"),
        allowed);
  }

  private List<String> headers(Object request, String name) throws Throwable {
    Object found = call(headers, request, name);
    return found instanceof Enumeration<?> values
        ? Collections.list(values).stream().map(String::valueOf).toList()
        : List.of();
  }

  private void refuse(Object base, Object response, Violation why) throws Throwable {
    call(base.getClass().getMethod("setHandled", boolean.class), base, true);
    call(status, response, FORBIDDEN);
    call(type, response, "text/plain;charset=utf-8");
    ((PrintWriter) call(writer, response)).println(why.line());
  }

  /**
   * Records an action of the console that bypasses all MBeans.
   *
   * @param path the path, as Jetty decodes it
   */
  private void note(String path, Object request) {
    String who = text(user, request);
    if (path.endsWith(ACTION) && !who.isEmpty()) {
      WebOrigins.note(
          who,
          text(address, request),
          "%s of %s %s"
              .formatted(
                  cut(path.substring(path.lastIndexOf('/') + 1)),
                  cut(text(parameter, request, "JMSDestinationType")),
                  cut(text(parameter, request, "JMSDestination"))));
    }
  }

  private static String cut(String text) {
    return text.length() <= 256 ? text : text.substring(0, 256) + "...";
  }

  private static String text(Method method, Object target, Object... arguments) {
    try {
      Object value = call(method, target, arguments);
      return value == null ? "" : value.toString();
    } catch (RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object call(Method method, Object target, Object... argumentsOrNull)
      throws Throwable {
    try {
      return method.invoke(target, argumentsOrNull);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** Describes the handler for a dump of the server. */
  @Override
  public String toString() {
    return "SameOrigin" + Arrays.asList(handler);
  }
}
