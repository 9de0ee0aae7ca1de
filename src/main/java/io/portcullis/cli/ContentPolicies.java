package io.portcullis.cli;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds the Content-Security-Policies that ActiveMQ's web server is configured to send. Since
 * 5.19.4, 6.1.7 and 6.2, ActiveMQ's own policy lets no page ask for data. The files are searched as
 * text, so a find is advice and no verdict.
 */
final class ContentPolicies {

  /** Until ActiveMQ 6.2, and from 6.3 on. */
  private static final List<String> FILES = List.of("jetty.xml", "jetty/jetty-webapps.xml");

  private static final Pattern COMMENT = Pattern.compile("<!--.*?-->", Pattern.DOTALL);

  /** An attribute's value or an element's text with a directive that decides about asking. */
  private static final Pattern POLICY =
      Pattern.compile("[\">]([^\"<>]*\\b(?:default-src|connect-src)\\b[^\"<>]*)[\"<]");

  private static final Pattern ALLOWING = Pattern.compile("\\s(?:'self'|\\*)(?:\\s|$)");

  private ContentPolicies() {}

  /**
   * The files of a configuration folder that have policies all of which forbid a page to ask its
   * own server.
   *
   * @param conf the folder; without one, there are none
   * @throws IOException if one cannot be read
   */
  static List<Path> thatForbidAsking(Optional<Path> conf) throws IOException {
    List<Path> forbidding = new ArrayList<>();
    for (String name : conf.isEmpty() ? List.<String>of() : FILES) {
      Path file = conf.get().resolve(name);
      if (Files.isReadable(file) && forbidsAsking(file)) {
        forbidding.add(file);
      }
    }
    return forbidding;
  }

  private static boolean forbidsAsking(Path file) throws IOException {
    List<String> policies;
    try {
      policies =
          POLICY
              .matcher(COMMENT.matcher(Files.readString(file)).replaceAll(""))
              .results()
              .map(found -> found.group(1))
              .toList();
    } catch (MalformedInputException e) {
      return false;
    }
    return !policies.isEmpty() && policies.stream().noneMatch(ContentPolicies::allowsAsking);
  }

  /** What a policy does not say about asking, it says about everything. */
  static boolean allowsAsking(String policy) {
    return directive("connect-src", policy)
        .or(() -> directive("default-src", policy))
        .map(sources -> ALLOWING.matcher(sources).find())
        .orElse(true);
  }

  private static Optional<String> directive(String name, String policy) {
    return Pattern.compile(";")
        .splitAsStream(policy)
        .map(String::strip)
        .filter(directive -> directive.matches(name + "(?s:\\s.*)?"))
        .findFirst();
  }
}
