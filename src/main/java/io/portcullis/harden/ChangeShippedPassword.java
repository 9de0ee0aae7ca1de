package io.portcullis.harden;

import io.portcullis.harden.text.LoginConfigText;
import io.portcullis.harden.text.PropertiesText;
import io.portcullis.rule.Violation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Replaces a password that ActiveMQ is shipped with by a new one, in the file that has it. */
final class ChangeShippedPassword implements Fix {

  @Override
  public boolean apply(Work work, Violation violation) throws IOException {
    String user = String.valueOf(violation.arguments().get(0).value());
    Optional<String> file = file(work, violation.where());
    Optional<PropertiesText> text =
        file.isPresent() ? Optional.of(work.properties(file.get())) : Optional.empty();
    Optional<String> value = text.flatMap(properties -> properties.value(user));
    if (value.isEmpty()) {
      work.decide(
          violation.rule(),
          "%s: %s; %s".formatted(violation.where(), violation.found(), violation.remedy()));
      return false;
    }
    if (isOfBroker(work, file.get())) {
      return renew(work, violation.rule(), file.get(), user);
    }
    int roles = value.get().indexOf(',');
    String password = work.passwords().of(ConsoleRealm.WHAT_OPENS.formatted(file.get()), user);
    text.get().set(user, password + (roles < 0 ? "" : value.get().substring(roles)));
    return work.save(file.get(), violation.rule(), text.get());
  }

  private static Optional<String> file(Work work, String where) {
    return work.draft().names().stream()
        .filter(name -> Path.of(where).equals(work.target().resolve(name)))
        .findFirst();
  }

  private static boolean isOfBroker(Work work, String file) throws IOException {
    return new LoginDraft(work)
        .config().entries().stream()
            .flatMap(entry -> entry.modules().stream())
            .filter(LoginDraft::hasFiles)
            .flatMap(module -> new LoginDraft(work).files(module).stream())
            .anyMatch(files -> files.users().equals(file));
  }

  private static boolean renew(Work work, String rule, String file, String user)
      throws IOException {
    for (LoginConfigText.Entry entry : new LoginDraft(work).config().entries()) {
      Optional<LoginDraft.Files> files = new LoginDraft(work).files(entry.name());
      if (files.filter(its -> its.users().equals(file)).isPresent()) {
        AccountDraft accounts = AccountDraft.of(work, file, files.get().groups());
        accounts.renew(user);
        return accounts.save(rule);
      }
    }
    return false;
  }
}
