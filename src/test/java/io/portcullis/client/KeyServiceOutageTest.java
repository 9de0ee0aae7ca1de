package io.portcullis.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.encryptionsdk.exception.AwsCryptoException;
import com.amazonaws.encryptionsdk.exception.BadCiphertextException;
import com.amazonaws.encryptionsdk.exception.CannotUnwrapDataKeyException;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javax.crypto.AEADBadTagException;
import javax.net.ssl.SSLException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.cryptography.materialproviders.model.CollectionOfErrors;
import software.amazon.cryptography.materialproviders.model.OpaqueError;

/** Whether a key service is away, by exceptions as deep as the SDKs and keyrings of others nest. */
class KeyServiceOutageTest {

  private static final String SECRET = "arn:aws:kms:eu-central-1:111122223333:key/secret";

  /** A failure, and whether an outage is in it. */
  record Case(RuntimeException failure, boolean outage) {}

  @Provide
  Arbitrary<Case> failures() {
    Arbitrary<Case> leaf =
        Arbitraries.of(
            new Case(new UncheckedIOException(new ConnectException(SECRET)), true),
            new Case(new UncheckedIOException(new SocketTimeoutException(SECRET)), true),
            new Case(new UncheckedIOException(new UnknownHostException(SECRET)), true),
            new Case(new UncheckedIOException(new SSLException(SECRET)), true),
            new Case(new UncheckedIOException(new IOException(SECRET)), true),
            new Case(new IllegalStateException(SECRET, new TimeoutException(SECRET)), true),
            new Case(SdkClientException.create(SECRET), true),
            new Case((RuntimeException) KmsException.builder().statusCode(503).build(), true),
            new Case((RuntimeException) KmsException.builder().statusCode(429).build(), true),
            new Case((RuntimeException) KmsException.builder().statusCode(400).build(), false),
            new Case(new UncheckedIOException(new EOFException(SECRET)), false),
            new Case(new AwsCryptoException(SECRET, new AEADBadTagException(SECRET)), false),
            new Case(new IllegalArgumentException(SECRET), false));
    return Arbitraries.lazyOf(() -> leaf, () -> leaf, () -> wrapped());
  }

  private Arbitrary<Case> wrapped() {
    return Combinators.combine(failures(), failures(), Arbitraries.integers().between(0, 4))
        .as(
            (one, other, way) ->
                new Case(wrap(way, one.failure, other.failure), one.outage || other.outage));
  }

  private static RuntimeException wrap(int way, RuntimeException one, RuntimeException other) {
    RuntimeException wrapped =
        switch (way) {
          case 0 -> new AwsCryptoException(SECRET, one);
          case 1 -> new CannotUnwrapDataKeyException(SECRET, one);
          case 2 -> OpaqueError.builder().obj(one).build();
          case 3 -> CollectionOfErrors.builder().list(List.of(one)).message(SECRET).build();
          default -> new IllegalStateException(SECRET, one);
        };
    wrapped.addSuppressed(other);
    return wrapped;
  }

  @Property
  void oneKeyThatCouldNotBeAskedIsEnough(@ForAll("failures") Case one) {
    assertThat(KeyServiceOutage.isBehind(one.failure)).isEqualTo(one.outage);
  }

  @Property
  void noTextOfACauseIsShown(@ForAll("failures") Case one) {
    StringWriter trace = new StringWriter();
    CauseWithoutText.of(one.failure).printStackTrace(new PrintWriter(trace));

    assertThat(trace.toString())
        .contains("CauseWithoutText: " + one.failure.getClass().getName())
        .doesNotContain("secret", "arn:");
  }

  /** A sender makes the bytes; he must not make a message that comes again for ever. */
  @Example
  void aChangedMessageIsNoOutageWhateverIsBehindIt() {
    assertThat(
            KeyServiceOutage.isBehind(
                new BadCiphertextException(SECRET, new ConnectException(SECRET))))
        .isFalse();
  }

  @Example
  void aCircleOfCausesEnds() {
    RuntimeException one = new IllegalStateException(SECRET);
    one.addSuppressed(new IllegalStateException(SECRET, one));

    assertThat(KeyServiceOutage.isBehind(one)).isFalse();
    assertThat(CauseWithoutText.of(one)).hasMessageContaining("IllegalStateException");
  }
}
