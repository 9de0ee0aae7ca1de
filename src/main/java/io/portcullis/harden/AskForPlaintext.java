package io.portcullis.harden;

/** Leaves to the operator what becomes of senders that do not encrypt yet. */
final class AskForPlaintext implements Step {

  @Override
  public boolean apply(Work work) {
    if (!work.checked().policy().waivers().existFor("require-encrypted-body")) {
      work.decide(
          "require-encrypted-body",
          "the broker refuses every body that is not in the format of the AWS Encryption SDK. If a"
              + " sender cannot encrypt yet, waive the rule for its destination until a day (README,"
              + " \"Exceptions that end\"), or start with mode REPORT_ONLY and ask the MBean's Senders");
    }
    return false;
  }
}
