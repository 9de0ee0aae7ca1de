package io.portcullis.harden.text;

import java.util.ArrayList;
import java.util.List;

/** The options of a URI, as text. All other options keep their order and spelling. */
public final class UriOptions {

  private UriOptions() {}

  /** Sets an option. */
  public static String with(String uri, String option, String value) {
    return replaced(uri, option, option + "=" + value);
  }

  /** Removes an option. */
  public static String without(String uri, String option) {
    return replaced(uri, option, "");
  }

  private static String replaced(String uri, String option, String replacement) {
    int query = uri.indexOf('?');
    String path = query < 0 ? uri : uri.substring(0, query);
    List<String> options = new ArrayList<>();
    boolean found = replacement.isEmpty();
    for (String each : query < 0 ? new String[0] : uri.substring(query + 1).split("&")) {
      boolean same = each.equals(option) || each.startsWith(option + "=");
      if (!same) {
        options.add(each);
      } else if (!found) {
        options.add(replacement);
        found = true;
      }
    }
    if (!found) {
      options.add(replacement);
    }
    options.removeIf(String::isEmpty);
    return options.isEmpty() ? path : path + "?" + String.join("&", options);
  }
}
