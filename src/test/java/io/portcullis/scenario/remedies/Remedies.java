package io.portcullis.scenario.remedies;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.rule.Violation;
import io.portcullis.rule.ViolationKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Applies the remedy of a failing configuration, and judges before and after. */
final class Remedies {

  private Remedies() {}

  /** Finds out who can use what. */
  @FunctionalInterface
  interface Logins {
    Set<String> of(ConfFolder folder) throws Exception;
  }

  static void helps(Failing failing, Path temporary) throws Exception {
    helps(failing, temporary, folder -> Set.of());
  }

  static void helps(Failing failing, Path temporary, Logins logins) throws Exception {
    ConfFolder folder =
        ConfFolder.in(Files.createDirectory(temporary.toRealPath().resolve("conf")));
    failing.setting().write(folder);
    Verdict before = Verdict.of(folder);
    assertThat(before.with(failing.code())).as(before.lines().toString()).isNotEmpty();

    Set<String> couldLogIn = logins.of(folder);
    if (failing.every()) {
      for (Violation violation : before.with(failing.code())) {
        Remedy.apply(violation, failing.alternative(), folder);
      }
    } else {
      Remedy.apply(before.with(failing.code()).get(0), failing.alternative(), folder);
    }

    Verdict after = Verdict.of(folder);
    Set<ViolationKey> expected = before.keys();
    expected.remove(before.with(failing.code()).get(0).key());
    if (failing.every()) {
      before.with(failing.code()).forEach(violation -> expected.remove(violation.key()));
    }
    assertThat(after.keys())
        .as(
            "%s%n%s%n%s",
            before.lines(), String.join("\n", after.lines()), folder.read("activemq.xml"))
        .isSubsetOf(expected);
    assertThat(logins.of(folder)).containsAll(couldLogIn);
    assertThat(lost(before, after)).isEqualTo(new TreeSet<>(failing.takes()));
  }

  private static Set<String> lost(Verdict before, Verdict after) {
    Set<String> lost = new TreeSet<>(before.rights());
    lost.removeAll(after.rights());
    lost.addAll(
        before.users().stream()
            .filter(user -> !after.users().contains(user))
            .collect(Collectors.toSet()));
    return lost;
  }
}
