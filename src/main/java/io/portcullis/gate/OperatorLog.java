package io.portcullis.gate;

import io.portcullis.esdk.MessageReader;
import io.portcullis.policy.ConfigurationException;
import io.portcullis.policy.Policy;
import java.io.PrintStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log of starts, reloads and the mode, under the name that operators configure. */
final class OperatorLog {

  static final Logger LOG = LoggerFactory.getLogger("io.portcullis.Portcullis");

  /** The packages of ActiveMQ's launcher, which ends the JVM after a start that failed. */
  private static final String LAUNCHER = "org.apache.activemq.console.";

  private static final String COMMAND = "bin/activemq portcullis check";

  private OperatorLog() {}

  /**
   * Says who verifies signatures, if a policy asks for that. The first time chooses them, before a
   * message has to wait for it.
   */
  static void saySignatureProviders(Policy policy) {
    if (policy.bodies().verifySignatures()) {
      LOG.info(
          "Signatures of messages are verified for {}",
          MessageReader.signatureProviders(LOG::warn));
    }
  }

  /**
   * Tells an operator who ran {@code bin/activemq} why the broker did not start, by a notice that
   * is one entry of the log. It comes when the JVM ends, after everything that ActiveMQ's launcher
   * and Spring print. If Log4j has ended before, the notice goes to standard error.
   *
   * @return whether the notice will come. If ActiveMQ's launcher does not start the broker in this
   *     thread, none comes, and the caller's exception has to name the reasons
   */
  static boolean sayAtTheEnd(ConfigurationException refusal) {
    if (!isLaunched()) {
      return false;
    }
    String notice = text(refusal);
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> say(notice, LOG, System.err), "Portcullis refusal"));
    return true;
  }

  private static boolean isLaunched() {
    return StackWalker.getInstance()
        .walk(frames -> frames.anyMatch(frame -> frame.getClassName().startsWith(LAUNCHER)));
  }

  /** Returns the notice: what is refused, each reason in its line, and the command to see them. */
  static String text(ConfigurationException refusal) {
    return String.join(
        System.lineSeparator(),
        Stream.of(
                Stream.of(refusal.summary()),
                refusal.problems().stream().map(problem -> "  " + problem),
                Stream.of("To see %s: %s".formatted(places(refusal.problems().size()), COMMAND)))
            .flatMap(lines -> lines)
            .toList());
  }

  private static String places(int problems) {
    return problems == 1 ? "it with its file and line" : "them with their files and lines";
  }

  /** Logs a notice, or prints it if nothing is logged any more. */
  static void say(String notice, Logger log, PrintStream error) {
    if (log.isErrorEnabled()) {
      log.error(notice);
      return;
    }
    error.println(notice);
  }

  /** Returns one line for exceptions that others print before the notice. */
  static String pointer(ConfigurationException refusal) {
    return refusal.summary().replaceFirst(":$", "") + "; the last lines say why";
  }
}
