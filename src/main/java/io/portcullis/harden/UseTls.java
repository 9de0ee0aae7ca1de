package io.portcullis.harden;

import io.portcullis.rule.Violation;
import java.io.IOException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Gives a connector the scheme of its protocol with TLS. The port stays. */
final class UseTls implements Fix {

  private static final Pattern SCHEME = Pattern.compile("^([A-Za-z][A-Za-z0-9+]*)://");

  private static final Map<String, String> WITH_TLS =
      Map.ofEntries(
          Map.entry("tcp", "ssl"),
          Map.entry("nio", "nio+ssl"),
          Map.entry("auto", "auto+ssl"),
          Map.entry("auto+nio", "auto+nio+ssl"),
          Map.entry("amqp", "amqp+ssl"),
          Map.entry("amqp+nio", "amqp+nio+ssl"),
          Map.entry("mqtt", "mqtt+ssl"),
          Map.entry("mqtt+nio", "mqtt+nio+ssl"),
          Map.entry("stomp", "stomp+ssl"),
          Map.entry("stomp+nio", "stomp+nio+ssl"),
          Map.entry("ws", "wss"));

  @Override
  public boolean apply(Work work, Violation violation) throws IOException {
    return Connectors.change(work, violation, UseTls::withTls);
  }

  private static String withTls(String uri) {
    Matcher scheme = SCHEME.matcher(uri);
    return scheme.find() && WITH_TLS.containsKey(scheme.group(1))
        ? WITH_TLS.get(scheme.group(1)) + uri.substring(scheme.end(1))
        : uri;
  }
}
