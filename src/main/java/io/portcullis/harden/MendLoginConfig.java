package io.portcullis.harden;

import io.portcullis.harden.text.LoginConfigText;
import io.portcullis.harden.text.LoginConfigText.Module;
import io.portcullis.rule.Violation;
import java.io.IOException;
import java.util.Optional;

/** Mends a login configuration that lets guests in, or names a module that does not exist. */
final class MendLoginConfig implements Fix {

  @Override
  public boolean apply(Work work, Violation violation) throws IOException {
    LoginDraft logins = new LoginDraft(work);
    boolean changed =
        violation.code().equals("login-module-missing")
            ? mend(logins, String.valueOf(violation.arguments().get(0).value()))
            : removeGuests(work, logins, violation);
    if (!changed) {
      work.decide(
          violation.rule(),
          "%s: %s; %s".formatted(violation.where(), violation.found(), violation.remedy()));
    }
    return changed;
  }

  private static boolean mend(LoginDraft logins, String name) throws IOException {
    for (Module module : logins.taken(name).map(LoginConfigText.Entry::modules).orElseThrow()) {
      String type = module.type().text();
      boolean known = type.equals(LoginDraft.ACTIVEMQ_MODULE) || type.equals(LoginDraft.MODULE);
      Optional<LoginDraft.Files> files =
          LoginDraft.hasFiles(module) && !known ? logins.files(module) : Optional.empty();
      if (files.isPresent()) {
        return logins.use(module, files.get());
      }
    }
    return false;
  }

  private static boolean removeGuests(Work work, LoginDraft logins, Violation violation)
      throws IOException {
    for (String name : logins.ofBroker()) {
      if (logins.removeGuests(name)) {
        work.decideOnce(
            violation.rule(),
            "login configuration \"%s\" let guests in; add a user to users.properties for each client"
                    .formatted(name)
                + " that came without a login");
        return true;
      }
    }
    return false;
  }
}
