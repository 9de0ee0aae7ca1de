package io.portcullis.harden;

import io.portcullis.policy.Groups;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Sees to it that somebody can log in to a console with a realm file: a user needs a role that the
 * console admits. It names the users who cannot.
 */
final class ConsoleUsers implements Step {

  private static final String RULE = "secure-management";

  /** The role of administrators in ActiveMQ's own file. */
  private static final String SHIPPED = "admin";

  @Override
  public boolean apply(Work work) throws IOException {
    if (hasOtherRoles(work)) {
      return false;
    }
    Groups groups = work.checked().policy().groups();
    for (String location : ConsoleRealm.elsewhere(work.draft())) {
      work.decide(
          RULE,
          ("the web console has its users in %s, which is not in the folder, and harden leaves it;"
                  + " put a copy into the folder, name it ${activemq.conf}/jetty-realm.properties in"
                  + " the bean of HashLoginService, and give its users the role %s")
              .formatted(location, groups.administrators()));
    }
    boolean changed = false;
    for (String file : ConsoleRealm.files(work.draft())) {
      List<String> outside = outside(work.draft(), file, groups);
      boolean nobody = outside.size() == ConsoleRealm.users(work.draft(), file).size();
      if (nobody && ConsoleRealm.rename(work.draft(), SHIPPED, groups.administrators())) {
        changed = true;
        continue;
      }
      tell(work, file, outside, nobody);
    }
    return changed;
  }

  /** Tells whether the console still admits other roles, so that its own fix comes first. */
  private static boolean hasOtherRoles(Work work) {
    return work.checked().findings().stream()
        .anyMatch(finding -> finding.violation().code().equals("application-roles"));
  }

  private static List<String> outside(Draft draft, String file, Groups groups) throws IOException {
    Set<String> admitted = Set.of(groups.administrators(), groups.system());
    List<String> outside = new ArrayList<>();
    ConsoleRealm.users(draft, file)
        .forEach(
            (user, roles) -> {
              if (roles.stream().noneMatch(admitted::contains)) {
                outside.add(user);
              }
            });
    return outside;
  }

  private static void tell(Work work, String file, List<String> outside, boolean nobody) {
    Groups groups = work.checked().policy().groups();
    if (nobody) {
      work.decide(
          RULE,
          ("nobody can log in to the web console: in %s, give a user the role %s, as in \"admin:"
                  + " PASSWORD, %2$s\"")
              .formatted(file, groups.administrators()));
    } else if (!outside.isEmpty()) {
      outside.forEach(
          user -> work.passwords().leaveOut(ConsoleRealm.WHAT_OPENS.formatted(file), user));
      work.decide(
          RULE,
          ("%s cannot log in to the web console any more. A console user may do everything. To let"
                  + " %s in, give %2$s the role %s in %s. Otherwise remove %s")
              .formatted(
                  named(outside),
                  outside.size() == 1 ? "it" : "one",
                  groups.administrators(),
                  file,
                  outside.size() == 1 ? "its line" : "the line"));
    }
    work.decide(
        RULE,
        ("the web console has users of its own, in %s; to let the broker's own logins in instead,"
                + " add jetty-jaas in the version of lib/web/jetty-server-*.jar to lib/web, and"
                + " replace HashLoginService by the JAASLoginService of Portcullis'"
                + " conf/jetty.xml")
            .formatted(file));
  }

  private static String named(List<String> users) {
    return (users.size() == 1 ? "user " : "users ")
        + String.join(", ", users.stream().map(user -> "\"" + user + "\"").toList());
  }
}
