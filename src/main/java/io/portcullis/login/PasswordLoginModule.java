package io.portcullis.login;

import io.portcullis.policy.ConfigurationException;
import java.io.IOException;
import java.net.InetAddress;
import java.security.Principal;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.FailedLoginException;
import javax.security.auth.login.LoginException;
import javax.security.auth.spi.LoginModule;
import org.apache.activemq.jaas.GroupPrincipal;
import org.apache.activemq.jaas.UserPrincipal;

/**
 * Logs users in with passwords that are kept as hashes. It serves ActiveMQ's {@code
 * jaasAuthenticationPlugin} and Jetty's {@code JAASLoginService}.
 *
 * <pre>{@code
 * activemq {
 *     io.portcullis.login.PasswordLoginModule required
 *         org.apache.activemq.jaas.properties.user="users.properties"
 *         org.apache.activemq.jaas.properties.group="groups.properties";
 * };
 * }</pre>
 *
 * <p>The options are those of ActiveMQ's PropertiesLoginModule, so that only the name of the class
 * changes; {@code systemGroup} names the group of users marked with {@code consoleAccess}, {@code
 * activemq-webconsole} by default. Changes of the files need no {@code reload} and no restart.
 *
 * <p>Who logs in through Jetty and fails has to wait before the next try, since there is no broker
 * before which a gate could stand.
 *
 * <p>A subject gets a {@link UserPrincipal}, a {@link GroupPrincipal} for each group, and an {@link
 * AccountPrincipal}.
 */
public final class PasswordLoginModule implements LoginModule {

  private static final FaultLog FAULTS = new FaultLog();
  private static final String WRONG = "the user name or the password is wrong";

  /**
   * The accounts that options led to. The options of one login are nearly always those of the one
   * before.
   */
  private static final class Found {
    private final Map<String, ?> options;
    private final String loginConfiguration;
    private final Optional<Accounts> accounts;

    Found(Map<String, ?> options, String loginConfiguration, Optional<Accounts> accounts) {
      this.options = options;
      this.loginConfiguration = loginConfiguration;
      this.accounts = accounts;
    }

    boolean isFor(Map<String, ?> others) {
      return accounts.isPresent()
          && options.equals(others)
          && loginConfiguration.equals(loginConfiguration());
    }
  }

  private static volatile Found lastFound = new Found(Map.of(), "", Optional.empty());

  private final Set<Principal> principals = new HashSet<>();
  private Subject subject = new Subject();
  private CallbackHandler handler = callbacks -> {};
  private Map<String, ?> options = Map.of();
  private Optional<AccountPrincipal> login = Optional.empty();
  private Set<String> groups = Set.of();
  private Optional<WebLoginAttempt> web = Optional.empty();

  /** What is written down if nobody lets the user in, unless that was a guess. */
  private Optional<Runnable> refused = Optional.empty();

  /** Whether it was recorded already why the login was refused. */
  private boolean recorded;

  @Override
  public void initialize(
      Subject subject,
      CallbackHandler handler,
      Map<String, ?> sharedState,
      Map<String, ?> options) {
    this.subject = subject;
    this.handler = handler;
    this.options = options;
  }

  @Override
  public boolean login() throws LoginException {
    forget();
    Optional<InetAddress> address = WebRequests.OF_JETTY.address(handler);
    try {
      return login(address);
    } catch (FailedLoginException e) {
      throw e;
    } catch (LoginException e) {
      if (refused.isEmpty()) {
        address.ifPresent(
            from -> unjudged(new WebLoginAttempt(WebLoginThrottle.present(), "", from)));
      }
      throw e;
    }
  }

  private void unjudged(WebLoginAttempt attempt) {
    refused = Optional.of(() -> WebLoginThrottle.present().unjudged(attempt));
  }

  private boolean login(Optional<InetAddress> address) throws LoginException {
    Accounts accounts = accounts();
    NameCallback name = new NameCallback("User name: ");
    PasswordCallback word = new PasswordCallback("Password: ", false);
    ask(name, word);
    char[] characters = Optional.ofNullable(word.getPassword()).orElse(new char[0]);
    word.clearPassword();
    byte[] password = Passwords.utf8(characters).orElse(new byte[0]);
    Arrays.fill(characters, '\0');
    try {
      Account account = account(accounts, address, name.getName(), password);
      groups = account.groups();
      login = Optional.of(new AccountPrincipal(account.name(), account.groups(), accounts));
      return true;
    } finally {
      Passwords.wipe(password);
    }
  }

  private Accounts accounts() throws LoginException {
    Found found = lastFound;
    if (found.isFor(options)) {
      return found.accounts.orElseThrow();
    }
    try {
      Accounts accounts = Accounts.of(AccountFiles.of(options, LoginFolder.ofThisJvm()));
      lastFound = new Found(Map.copyOf(options), loginConfiguration(), Optional.of(accounts));
      return accounts;
    } catch (ConfigurationException e) {
      FAULTS.report(e.getMessage());
      throw new NoAccountsException(e.getMessage());
    }
  }

  private static String loginConfiguration() {
    return System.getProperty(LoginFolder.LOGIN_CONFIGURATION, "");
  }

  private void ask(Callback... callbacks) throws LoginException {
    try {
      handler.handle(callbacks);
    } catch (IOException | UnsupportedCallbackException e) {
      LoginException untold =
          new LoginException("nobody told a user name and a password: " + e.getMessage());
      untold.initCause(e);
      throw untold;
    }
  }

  /**
   * What cannot be right costs no hash and is no guess: whether it can be says nothing about who
   * exists.
   */
  private Account account(
      Accounts accounts, Optional<InetAddress> address, String nameOrNull, byte[] password)
      throws LoginException {
    if (nameOrNull == null || !AccountRules.allowsName(nameOrNull) || password.length == 0) {
      refused =
          address
              .map(from -> new WebLoginAttempt(WebLoginThrottle.present(), "", from))
              .map(attempt -> () -> WebLoginThrottle.present().unfit(attempt));
      throw new FailedLoginException(WRONG);
    }
    Optional<Account> account =
        address.isPresent()
            ? accountOverTheWeb(accounts, nameOrNull, password, address.get())
            : accounts.logIn(nameOrNull, password);
    return account.orElseThrow(() -> new FailedLoginException(WRONG));
  }

  private Optional<Account> accountOverTheWeb(
      Accounts accounts, String name, byte[] password, InetAddress address) throws LoginException {
    WebLoginAttempt attempt = WebLoginThrottle.present().begin(name, address);
    web = Optional.of(attempt);
    try {
      return attempt.account(accounts, password);
    } catch (LoginsBusyException e) {
      web = Optional.empty();
      refused = Optional.of(() -> WebLoginThrottle.present().busy(attempt));
      throw e;
    } catch (NoAccountsException e) {
      web = Optional.empty();
      unjudged(attempt);
      throw e;
    } catch (FailedLoginException e) {
      recorded = true;
      throw e;
    }
  }

  @Override
  public boolean commit() throws LoginException {
    if (login.isEmpty()) {
      return false;
    }
    if (subject.isReadOnly()) {
      forget();
      throw new LoginException("the subject is read-only, so it cannot be given a user");
    }
    AccountPrincipal account = login.get();
    add(new UserPrincipal(account.getName()));
    groups.forEach(group -> add(new GroupPrincipal(group)));
    add(account);
    web.ifPresent(WebLoginAttempt::succeeded);
    return true;
  }

  /**
   * Only what was not there already is taken away at the logout: another module may have put it.
   */
  private void add(Principal principal) {
    if (subject.getPrincipals().add(principal)) {
      principals.add(principal);
    }
  }

  /** Called when the login failed as a whole: where another module lets the user in, it did not. */
  @Override
  public boolean abort() {
    web.ifPresent(attempt -> attempt.failed(recorded));
    refused.ifPresent(Runnable::run);
    boolean wasLoggedIn = login.isPresent();
    takeAway();
    return wasLoggedIn;
  }

  @Override
  public boolean logout() {
    takeAway();
    return true;
  }

  private void takeAway() {
    if (!subject.isReadOnly()) {
      subject.getPrincipals().removeAll(principals);
    }
    forget();
  }

  private void forget() {
    principals.clear();
    login = Optional.empty();
    groups = Set.of();
    web = Optional.empty();
    refused = Optional.empty();
    recorded = false;
  }
}
