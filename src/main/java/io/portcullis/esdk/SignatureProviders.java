package io.portcullis.esdk;

import io.portcullis.esdk.AlgorithmSuite.Signing;
import io.portcullis.esdk.KnownSignatures.Known;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.Security;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The choice who verifies signatures: Bouncy Castle, or a security provider of this JVM. It is made
 * once, by measurement, when the first signature or the first policy asks for it.
 *
 * <p>A provider is chosen only if it judges all of {@link KnownSignatures} right and takes at most
 * two thirds of Bouncy Castle's time. The candidates are the JVM's installed providers, and the
 * Amazon Corretto Crypto Provider if its classes are there. It need not be installed.
 */
final class SignatureProviders {
  private static final String CORRETTO =
      "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";

  /** How long the measurement of one verifier may take, with its warm-up. */
  private static final long MOST_NANOS = TimeUnit.MILLISECONDS.toNanos(120);

  /** How long a provider may take to be judged and measured for one curve. */
  private static final Duration LONGEST_TRY = Duration.ofSeconds(3);

  private static final long NEVER = Long.MAX_VALUE / 2;

  private static final AtomicBoolean FAILED = new AtomicBoolean();
  private static volatile Consumer<String> listener = failure -> {};

  private final Map<Signing, Optional<Provider>> chosen = new EnumMap<>(Signing.class);

  /** Made when it is first asked for. */
  private static final class Holder {
    private static final SignatureProviders THIS_JVM =
        new SignatureProviders(candidates(SignatureProviders.class.getClassLoader()));
  }

  /** Verifies one signature. */
  private interface Verification {
    boolean verify() throws GeneralSecurityException;
  }

  SignatureProviders(List<Provider> candidates) {
    this(candidates, LONGEST_TRY);
  }

  SignatureProviders(List<Provider> candidates, Duration longestTry) {
    for (Signing signing : List.of(Signing.P256, Signing.P384)) {
      chosen.put(signing, fastest(candidates, signing, longestTry));
    }
  }

  static SignatureProviders ofThisJvm() {
    return Holder.THIS_JVM;
  }

  /** Says who is to be told, once, when a chosen provider fails. */
  static void listen(Consumer<String> toFailure) {
    listener = toFailure;
  }

  /** Tells of a provider's failure, the first time. Bouncy Castle judges that message. */
  static void failed(Provider provider, Throwable failure) {
    if (FAILED.compareAndSet(false, true)) {
      listener.accept(
          "The security provider %s failed to verify a signature (%s); Bouncy Castle did instead"
              .formatted(provider.getName(), failure));
    }
  }

  static List<Provider> candidates(ClassLoader loader) {
    List<Provider> candidates = new ArrayList<>(List.of(Security.getProviders()));
    corretto(loader)
        .filter(
            provider -> candidates.stream().noneMatch(p -> p.getName().equals(provider.getName())))
        .ifPresent(candidates::add);
    return candidates;
  }

  private static Optional<Provider> corretto(ClassLoader loader) {
    try {
      Class<?> type = Class.forName(CORRETTO, true, loader);
      return Optional.of((Provider) type.getField("INSTANCE").get(null));
    } catch (ReflectiveOperationException | LinkageError | RuntimeException notThere) {
      return Optional.empty();
    }
  }

  /** Returns a verifier of the chosen provider; none if Bouncy Castle was chosen. */
  Optional<ProviderSignature> verifier(Signing signing) {
    return chosen.get(signing).flatMap(provider -> of(provider, signing));
  }

  /** Says who verifies, such as {@code P-256 by Bouncy Castle, P-384 by ...}. */
  String describe() {
    List<String> curves = new ArrayList<>();
    chosen.forEach(
        (signing, provider) ->
            curves.add(
                signing.curve()
                    + " by "
                    + provider.map(Provider::toString).orElse("Bouncy Castle")));
    return String.join(", ", curves);
  }

  private static Optional<ProviderSignature> of(Provider provider, Signing signing) {
    try {
      return Optional.of(new ProviderSignature(provider, signing));
    } catch (GeneralSecurityException | RuntimeException | LinkageError unable) {
      return Optional.empty();
    }
  }

  private static Optional<Provider> fastest(
      List<Provider> candidates, Signing signing, Duration longestTry) {
    KnownSignatures signatures = KnownSignatures.of(signing);
    SignatureVerifier bouncyCastle = new SignatureVerifier(signing, Optional.empty());
    long best = measure(() -> bouncyCastle.verifies(signatures)) * 2 / 3;
    Optional<Provider> fastest = Optional.empty();
    for (Provider provider : candidates) {
      long nanos = nanos(provider, signing, signatures.valid(), longestTry);
      if (nanos < best) {
        best = nanos;
        fastest = Optional.of(provider);
      }
    }
    return fastest;
  }

  /**
   * Returns the time of one verification by a provider, or {@link #NEVER} if it judges wrongly. It
   * runs in a thread of its own, so that a provider that hangs does not hang the broker's start.
   */
  private static long nanos(Provider provider, Signing signing, Known known, Duration longestTry) {
    FutureTask<Long> judged =
        new FutureTask<>(
            () -> {
              ProviderSignature verifier = new ProviderSignature(provider, signing);
              return isRight(verifier, signing) ? measure(() -> verify(verifier, known)) : NEVER;
            });
    Thread thread = new Thread(judged, "Portcullis tries security provider " + provider.getName());
    thread.setDaemon(true);
    thread.setContextClassLoader(SignatureProviders.class.getClassLoader());
    thread.start();
    try {
      return judged.get(longestTry.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException unable) {
      return NEVER;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return NEVER;
    } finally {
      judged.cancel(true);
    }
  }

  static boolean isRight(ProviderSignature verifier, Signing signing) {
    for (Known known : KnownSignatures.of(signing).all()) {
      try {
        if (verify(verifier, known) != known.valid()) {
          return false;
        }
      } catch (GeneralSecurityException refused) {
        if (known.valid()) {
          return false;
        }
      } catch (RuntimeException | LinkageError failure) {
        return false;
      }
    }
    return true;
  }

  private static boolean verify(ProviderSignature verifier, Known known)
      throws GeneralSecurityException {
    byte[] bytes = known.bytes();
    int end = known.signedEnd();
    return verifier.verifies(known.point(), bytes, 0, end, end, bytes.length - end);
  }

  /** Returns the shortest time of one verification, in nanoseconds. */
  private static long measure(Verification verification) {
    long shortest = NEVER;
    long start = System.nanoTime();
    for (long now = start; now - start < MOST_NANOS; ) {
      try {
        verification.verify();
      } catch (GeneralSecurityException | RuntimeException | LinkageError failure) {
        return NEVER;
      }
      long then = System.nanoTime();
      shortest = Math.min(shortest, then - now);
      now = then;
    }
    return shortest;
  }
}
