package io.portcullis.login;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Recognizes right passwords without hashing them again. It keeps an HMAC-SHA256 of user, hash and
 * password under a random key of this process. It keeps at most one for each account, for {@link
 * #REMEMBERED} after its last use, and only while the account's line in the file stays as it was.
 *
 * <p>Whoever reads this process's memory can guess at these digests faster than at the hashes. That
 * costs nothing more: ActiveMQ keeps the password itself there for as long as a connection lives.
 */
final class RememberedPasswords {

  /** Clients that stay connected for a day or so find themselves known when all come back. */
  static final Duration REMEMBERED = Duration.ofHours(24);

  private static final String ALGORITHM = "HmacSHA256";

  /** The digest of the last right password of an account. */
  private static final class Known {
    private final Account account;
    private final byte[] digest;
    private final Instant lastUsed;

    Known(Account account, byte[] digest, Instant lastUsed) {
      this.account = account;
      this.digest = digest;
      this.lastUsed = lastUsed;
    }

    /** Where the clock was set back, nobody knows how long ago it was used. */
    boolean isOld(Instant now) {
      return lastUsed.isAfter(now) || now.isAfter(lastUsed.plus(REMEMBERED));
    }
  }

  private final Clock clock;
  private final SecretKeySpec key;
  private final Mac ready;
  private final Map<String, Known> known = new ConcurrentHashMap<>();

  RememberedPasswords(Clock clock) {
    this.clock = clock;
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    this.key = new SecretKeySpec(random, ALGORITHM);
    this.ready = mac(key);
  }

  /** What a password for an account is remembered as. */
  byte[] digest(Account account, byte[] password) {
    Mac mac = mac();
    update(mac, account.name());
    update(mac, account.hash().toString());
    return mac.doFinal(password);
  }

  /** A copy where the provider makes copies, since looking for it takes as long as its work. */
  private Mac mac() {
    try {
      return (Mac) ready.clone();
    } catch (CloneNotSupportedException e) {
      return mac(key);
    }
  }

  private static Mac mac(SecretKeySpec key) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  private static void update(Mac mac, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
    mac.update(bytes);
  }

  /** Whether this is the account's password, as far as it is remembered. */
  boolean knows(Account account, byte[] digest) {
    Known last = known.get(account.name());
    if (last == null || !MessageDigest.isEqual(last.digest, digest)) {
      return false;
    }
    if (last.isOld(clock.instant())) {
      known.remove(account.name(), last);
      return false;
    }
    remember(account, digest);
    return true;
  }

  void remember(Account account, byte[] digest) {
    known.put(account.name(), new Known(account, digest, clock.instant()));
  }

  /** Forgets every password whose account is not the same any more, and those not used lately. */
  void forgetAllBut(AccountBook book) {
    Instant now = clock.instant();
    known.values().removeIf(last -> !book.holds(last.account) || last.isOld(now));
  }

  int size() {
    return known.size();
  }
}
