package io.portcullis.client;

import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/**
 * Reads exceptions of the AWS SDK. Applications whose keys are not in AWS may leave the AWS SDK
 * out, so nothing here touches its classes before an exception of that SDK comes.
 */
final class AwsFailure {

  private static final String SDK = "software.amazon.awssdk.";
  private static final int SERVER_ERROR = 500;
  private static final int TIMED_OUT = 408;
  private static final int TOO_MANY = 429;

  /** The material providers library makes these exceptions anew, without a status. */
  private static final Set<String> WITHOUT_STATUS =
      Set.of(
          "DependencyTimeoutException",
          "KeyUnavailableException",
          "KmsInternalException",
          "InternalServerErrorException",
          "ProvisionedThroughputExceededException",
          "RequestLimitExceededException");

  /** Credentials that get renewed. */
  private static final Set<String> RENEWED = Set.of("ExpiredTokenException", "ExpiredToken");

  private static final Pattern CODE = Pattern.compile("[A-Za-z]{1,60}");

  private AwsFailure() {}

  private static boolean isOfAws(Throwable failure) {
    return failure.getClass().getName().startsWith(SDK);
  }

  /** Whether the service did not answer, or said that it cannot now. */
  static boolean isTemporary(Throwable failure) {
    return isOfAws(failure) && Known.isTemporary(failure);
  }

  /** The status and the code of the service's answer for a log, or nothing. */
  static String status(Throwable failure) {
    return isOfAws(failure) ? Known.status(failure) : "";
  }

  /** Loaded when the AWS SDK is there. */
  private static final class Known {

    static boolean isTemporary(Throwable failure) {
      if (failure instanceof SdkServiceException answer) {
        int status = answer.statusCode();
        return WITHOUT_STATUS.contains(Failures.name(failure))
            || status >= SERVER_ERROR
            || status == TIMED_OUT
            || status == TOO_MANY
            || answer.isThrottlingException()
            || answer.isClockSkewException()
            || RENEWED.contains(code(answer));
      }
      return failure instanceof SdkClientException;
    }

    static String status(Throwable failure) {
      if (!(failure instanceof SdkServiceException answer)) {
        return "";
      }
      String code = code(answer);
      return answer.statusCode() == 0
          ? ""
          : ", status %d%s".formatted(answer.statusCode(), code.isEmpty() ? "" : " " + code);
    }

    private static String code(SdkServiceException answer) {
      if (!(answer instanceof AwsServiceException known)) {
        return "";
      }
      AwsErrorDetails details = known.awsErrorDetails();
      return details != null
              && details.errorCode() != null
              && CODE.matcher(details.errorCode()).matches()
          ? details.errorCode()
          : "";
    }
  }
}
