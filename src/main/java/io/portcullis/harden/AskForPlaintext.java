package io.portcullis.harden;

/** Leaves to the operator what becomes of senders that do not encrypt yet. */
final class AskForPlaintext implements Step {

  @Override
  public boolean apply(Work work) {
    if (!work.checked().policy().waivers().existFor("require-encrypted-body")) {
      work.decide(
          "require-encrypted-body",
          "who cannot encrypt yet: messages that are not of the AWS Encryption SDK are refused; waive"
              + " the rule for their destinations until a day (README, \"Exceptions that end\"), or"
              + " start with mode REPORT_ONLY and ask the MBean's Senders");
    }
    return false;
  }
}
