package io.portcullis.client;

import com.amazonaws.encryptionsdk.exception.BadCiphertextException;
import com.amazonaws.encryptionsdk.exception.ParseException;
import java.io.CharConversionException;
import java.io.EOFException;
import java.io.IOException;
import java.io.ObjectStreamException;
import java.io.UTFDataFormatException;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.concurrent.TimeoutException;

/**
 * Tells a key service that is away from one that refuses. If it is away, the same message can be
 * decrypted later: no connection, no answer in time, an error inside the service, throttling, or
 * credentials that expired. If it refuses, it never can: access denied, a disabled or deleted key,
 * a data key that this key did not wrap.
 */
final class KeyServiceOutage {

  /** Of the AWS SDK for Java 1, which the SDK's oldest master key providers use. */
  private static final String FIRST_AWS_SDK = "com.amazonaws.";

  private static final List<String> NO_ANSWER_OF_FIRST_AWS_SDK =
      List.of("SdkClientException", "AbortedException");

  /** About what was read, not about who was asked. */
  private static final List<Class<? extends IOException>> OF_DATA =
      List.of(
          EOFException.class,
          UTFDataFormatException.class,
          CharConversionException.class,
          CharacterCodingException.class,
          ObjectStreamException.class);

  private KeyServiceOutage() {}

  /** Whether any key could not be asked. Another key's refusal then says nothing. */
  static boolean isBehind(RuntimeException failure) {
    if (failure instanceof BadCiphertextException || failure instanceof ParseException) {
      return false;
    }
    return Failures.of(failure).stream().anyMatch(KeyServiceOutage::isOne);
  }

  private static boolean isOne(Throwable failure) {
    if (failure instanceof IOException) {
      return OF_DATA.stream().noneMatch(type -> type.isInstance(failure));
    }
    return failure instanceof TimeoutException
        || failure instanceof InterruptedException
        || AwsFailure.isTemporary(failure)
        || (failure.getClass().getName().startsWith(FIRST_AWS_SDK)
            && NO_ANSWER_OF_FIRST_AWS_SDK.contains(Failures.name(failure)));
  }
}
