package io.portcullis.broker.rights;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.broker.send.Administrators;
import io.portcullis.login.AccountPrincipal;
import io.portcullis.login.LoginFiles;
import io.portcullis.testing.GatedBroker;
import java.nio.file.Path;
import java.security.Principal;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.security.auth.Subject;
import javax.security.auth.login.LoginContext;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.jaas.GroupPrincipal;
import org.apache.activemq.jaas.JassCredentialCallbackHandler;
import org.apache.activemq.security.AuthorizationEntry;
import org.apache.activemq.security.DefaultAuthorizationMap;
import org.apache.activemq.security.SecurityContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody who logged in with the gate's own login module, while its files change. */
class LiveSecurityContextTest {

  @TempDir private Path folder;
  private LoginFiles files;

  @BeforeEach
  void users() throws Exception {
    files = new LoginFiles(folder).users("alice=" + LoginFiles.hash()).groups("admins=alice");
  }

  /** A hash takes time, and until there is a connection the files may have changed. */
  @Test
  void groupsThatWereTakenAwayDuringTheLoginAreGone() throws Exception {
    Set<Principal> login = logIn();
    files.groups("users=alice");
    until("alice is no administrator", login, groups -> !groups.contains("admins"));

    LiveSecurityContext live = live(login);

    assertThat(groups(live)).containsExactly("users");
    assertThat(live.isChanged()).isFalse();
  }

  @Test
  void whoeverIsTakenOutIsNotEvenOneOfEverybody() throws Exception {
    Set<Principal> login = logIn();
    LiveSecurityContext live = live(login);
    AuthorizationEntry entry = new AuthorizationEntry();
    entry.setRead("*");
    assertThat(live.isInOneOf(entry.getReadACLs())).isTrue();

    files.groups("").users("bob=" + LoginFiles.hash());
    Awaitility.await().until(live::isChanged);

    assertThat(live.isInOneOf(entry.getReadACLs())).isFalse();
    assertThat(live.getPrincipals()).isEmpty();
  }

  @Test
  void whatOtherModulesGaveStays() throws Exception {
    Set<Principal> login = new HashSet<>(logIn());
    login.add(new GroupPrincipal("auditors"));
    LiveSecurityContext live = live(login);

    files.groups("users=alice");
    Awaitility.await().until(live::isChanged);

    assertThat(groups(live)).containsExactlyInAnyOrder("auditors", "users");
  }

  private Set<Principal> logIn() throws Exception {
    LoginContext login =
        new LoginContext(
            "any",
            new Subject(),
            new JassCredentialCallbackHandler("alice", GatedBroker.PASSWORD),
            files.configuration());
    login.login();
    return login.getSubject().getPrincipals();
  }

  private static LiveSecurityContext live(Set<Principal> principals) {
    SecurityContext login =
        new SecurityContext("alice") {
          @Override
          public Set<Principal> getPrincipals() {
            return principals;
          }
        };
    return new LiveSecurityContext(
        login,
        new ConnectionContext(),
        () -> RightsSnapshot.of(new DefaultAuthorizationMap()),
        new Administrators(() -> "admins"),
        (user, destination) -> {});
  }

  private static void until(String what, Set<Principal> login, Predicate<Set<String>> condition) {
    AccountPrincipal account =
        login.stream()
            .filter(AccountPrincipal.class::isInstance)
            .map(AccountPrincipal.class::cast)
            .findFirst()
            .orElseThrow();
    Awaitility.await(what).until(() -> condition.test(account.currentGroups().orElse(Set.of())));
  }

  private static Set<String> groups(SecurityContext live) {
    return live.getPrincipals().stream()
        .filter(GroupPrincipal.class::isInstance)
        .map(Principal::getName)
        .collect(Collectors.toSet());
  }
}
