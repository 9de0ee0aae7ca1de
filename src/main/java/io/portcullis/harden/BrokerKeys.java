package io.portcullis.harden;

import io.portcullis.harden.keys.GivenKeyStore;
import io.portcullis.harden.keys.PrivateAuthority;
import io.portcullis.rule.Violation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * Gives the broker the key store that the operator names, or makes one. It leaves an operator's own
 * key store as it is, unless another is named.
 */
final class BrokerKeys implements Fix, Step {

  private static final String RULE = "require-valid-certificate";

  private static final String PASSWORDS = "the password of %s";

  /** Uses the key store that the operator names, whatever the copy has. */
  @Override
  public boolean apply(Work work) throws IOException {
    if (work.options().keyStore().isPresent()) {
      return useGiven(work);
    }
    if (isMade(work)) {
      work.decide(RULE, trust(work));
    }
    return false;
  }

  @Override
  public boolean apply(Work work, Violation violation) throws IOException {
    SslContextElement context = new SslContextElement(work.draft());
    if (work.options().keyStore().isPresent()) {
      return false;
    }
    boolean places = !context.isElsewhere() && new StorePassword(work).hasPlace();
    boolean named = PrivateAuthority.FILES.stream().anyMatch(work.draft()::has);
    if (!places || named || !isFree(work, context)) {
      decide(work, violation);
      return false;
    }
    make(work);
    return context.set(RULE, PrivateAuthority.KEY_STORE, "PKCS12", StorePassword.PROPERTY);
  }

  private static void decide(Work work, Violation violation) {
    work.decide(
        violation.rule(),
        "%s: %s; run harden with --keystore and --keystore-password-file, or %s"
            .formatted(violation.where(), violation.found(), violation.remedy()));
  }

  /** Tells whether the broker has no key store that is the operator's own. */
  private static boolean isFree(Work work, SslContextElement context) throws IOException {
    Optional<String> location = context.keyStore();
    if (location.isEmpty() || context.isShipped()) {
      return true;
    }
    Optional<String> name = work.draft().inFolder(work.draft().main(), location.get());
    return name.isPresent() && !name.get().contains("${") && !work.draft().has(name.get());
  }

  private static boolean isMade(Work work) {
    return PrivateAuthority.FILES.stream().allMatch(work.draft()::has);
  }

  private static void make(Work work) throws IOException {
    PrivateAuthority.StorePasswords passwords =
        new PrivateAuthority.StorePasswords(
            work.passwords().of(PASSWORDS.formatted(PrivateAuthority.KEY_STORE)),
            work.passwords().of(PASSWORDS.formatted(PrivateAuthority.AUTHORITY)),
            work.passwords().of(PASSWORDS.formatted(PrivateAuthority.TRUST_STORE)));
    Set<String> hosts = BrokerHosts.of(work);
    PrivateAuthority.make(work.target(), hosts, passwords).forEach(work.draft()::create);
    new StorePassword(work).set(passwords.broker());
    work.decideOnce(
        RULE,
        ("the broker's certificate is for %s. If clients use another name, run harden again with --host"
                + " and an empty DIR")
            .formatted(String.join(", ", hosts)));
    work.decide(RULE, trust(work));
  }

  private static String trust(Work work) {
    Path folder = work.target();
    return ("harden made the certificate, and a private authority for it. Java clients trust it with"
            + " -Djavax.net.ssl.trustStore=%2$s, with its password of passwords.txt in"
            + " -Djavax.net.ssl.trustStorePassword, others with %1$s. Keep %3$s on another machine."
            + " To have it signed by another authority: keytool -certreq -alias key -keystore %4$s;"
            + " to put its answer in: keytool -importcert -trustcacerts -alias key -keystore %4$s")
        .formatted(
            folder.resolve(PrivateAuthority.CERTIFICATE),
            folder.resolve(PrivateAuthority.TRUST_STORE),
            folder.resolve(PrivateAuthority.AUTHORITY),
            folder.resolve(PrivateAuthority.KEY_STORE));
  }

  private static boolean useGiven(Work work) throws IOException {
    SslContextElement context = new SslContextElement(work.draft());
    StorePassword place = new StorePassword(work);
    if (context.isElsewhere() || !place.hasPlace()) {
      work.decide(
          RULE,
          "the broker's key store cannot be set, since the configuration names it in an unusual way;"
              + " write <sslContext><sslContext keyStore=\"...\" keyStorePassword=\"...\"/>"
              + "</sslContext> into <broker>");
      return false;
    }
    String password = work.options().keyStorePassword().orElseThrow();
    if (password.contains("${") || password.contains("#{")) {
      throw new IOException(
          "the password of the key store has ${ or #{, which Spring would replace; change it");
    }
    GivenKeyStore given = GivenKeyStore.of(work.options().keyStore().orElseThrow(), password);
    String name = freeName(work.draft(), given);
    boolean changed = !work.draft().has(name);
    if (changed) {
      work.draft().create(name, given.bytes());
    }
    if (!PropertyPlaceholders.of(work)
        .values()
        .getOrDefault(StorePassword.PROPERTY, "")
        .equals(password)) {
      place.set(password);
      changed = true;
    }
    return context.set(RULE, name, given.type(), StorePassword.PROPERTY) || changed;
  }

  /** Returns a name that no file has, or the file with the same content. */
  private static String freeName(Draft draft, GivenKeyStore given) {
    String name = given.name();
    for (int i = 2; draft.has(name) && !Arrays.equals(draft.bytes(name), given.bytes()); i++) {
      name = i + "-" + given.name();
    }
    return name;
  }
}
