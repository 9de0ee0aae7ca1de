package io.portcullis.harden;

import io.portcullis.harden.Draft.Spot;
import java.io.IOException;

/** Leaves to the operator what becomes of senders that do not encrypt yet. */
final class AskForPlaintext implements Step {

  private static final String RULE = "require-encrypted-body";

  @Override
  public boolean apply(Work work) throws IOException {
    if (work.checked().policy().waivers().existFor(RULE)) {
      return false;
    }
    work.decide(
        RULE,
        "the broker refuses every body that is not in the format of the AWS Encryption SDK. If a"
            + " sender cannot encrypt yet, waive the rule for its destination until a day (manual,"
            + " \"Waivers\"), or start with mode REPORT_ONLY and ask who it is:"
            + " bin/activemq portcullis senders");
    if (hidesReason(work.draft())) {
      work.decide(
          RULE,
          "the web console's send page does not show why a message is refused, and may look as if"
              + " the message had been sent. To see the reason, take jetty.xml and console/ from"
              + " Portcullis' conf/ (manual, \"Console\")");
    }
    return false;
  }

  /** Tells whether the broker shows ActiveMQ's console without what Portcullis adds to it. */
  private static boolean hidesReason(Draft draft) throws IOException {
    for (Spot application : draft.all(Beans.jetty(".WebAppContext"))) {
      if (Beans.text(draft, application, "contextPath").filter("/admin"::equals).isPresent()
          && !Beans.has(application.node(), "overrideDescriptor")) {
        return true;
      }
    }
    return false;
  }
}
