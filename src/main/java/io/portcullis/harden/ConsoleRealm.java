package io.portcullis.harden;

import io.portcullis.harden.Draft.Spot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of users that Jetty's {@code HashLoginService} reads: {@code user: password, role,
 * role}.
 *
 * <p>Source: <a
 * href="https://javadoc.jetty.org/jetty-9/org/eclipse/jetty/security/PropertyUserStore.html">PropertyUserStore</a>.
 */
final class ConsoleRealm {

  private static final String RULE = "secure-management";

  /** What a password of the file is for. */
  static final String WHAT_OPENS = "the web console (%s)";

  /** A user, everything up to the first comma, and the roles behind it. */
  private static final Pattern USER =
      Pattern.compile(
          "(?m)^([ \\t]*(?![#!])((?:\\\\.|[^\\s:=\\\\])+)[ \\t]*[:= \\t][^,\\r"
              + "\\n"
              + "]*)(,[^\\r"
              + "\\n"
              + "]*)?$");

  private ConsoleRealm() {}

  /** Returns the names of the files, in the folder. */
  static List<String> files(Draft draft) throws IOException {
    List<String> names = new ArrayList<>();
    for (Spot service : draft.all(Beans.jetty(".HashLoginService"))) {
      Optional<String> location = Beans.text(draft, service, "config");
      location
          .flatMap(its -> draft.inFolder(service.file(), its))
          .filter(draft::has)
          .ifPresent(names::add);
    }
    return names;
  }

  /** Returns the locations that no file of the folder has, as they are written. */
  static List<String> elsewhere(Draft draft) throws IOException {
    List<String> locations = new ArrayList<>();
    for (Spot service : draft.all(Beans.jetty(".HashLoginService"))) {
      Beans.text(draft, service, "config")
          .filter(its -> draft.inFolder(service.file(), its).filter(draft::has).isEmpty())
          .ifPresent(locations::add);
    }
    return locations;
  }

  /** Gives the users of one role another one instead, in all files. */
  static boolean rename(Draft draft, String role, String other) throws IOException {
    boolean changed = false;
    for (String file : files(draft)) {
      changed |=
          draft.edit(file, RULE, text -> replaced(text, user -> withRole(user, role, other)));
    }
    return changed;
  }

  /** Returns the users of a file, each with its roles. */
  static Map<String, List<String>> users(Draft draft, String file) throws IOException {
    Map<String, List<String>> users = new LinkedHashMap<>();
    replaced(
        draft.text(file).text(),
        user -> {
          users.put(user.group(2), roles(user));
          return user.group();
        });
    return users;
  }

  private static List<String> roles(MatchResult user) {
    String list = user.group(3) == null ? "" : user.group(3);
    return Arrays.stream(list.split(","))
        .map(String::strip)
        .filter(Predicate.not(String::isEmpty))
        .toList();
  }

  private static String withRole(MatchResult user, String role, String other) {
    String roles = user.group(3) == null ? "" : user.group(3);
    return user.group(1)
        + Pattern.compile("(,\\s*)" + Pattern.quote(role) + "(?=\\s*(,|$))")
            .matcher(roles)
            .replaceAll("$1" + Matcher.quoteReplacement(other));
  }

  private static String replaced(String text, Function<MatchResult, String> change) {
    return USER.matcher(text).replaceAll(user -> Matcher.quoteReplacement(change.apply(user)));
  }
}
