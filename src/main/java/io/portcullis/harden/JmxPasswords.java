package io.portcullis.harden;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Changes the password that ActiveMQ is shipped with in {@code jmx.password}. The file waits for
 * whoever turns the JVM's JMX on: {@code bin/env} names it.
 */
final class JmxPasswords implements Step {

  private static final String RULE = "refuse-default-credentials";
  private static final String FILE = "jmx.password";

  /** A role and the shipped password. */
  private static final Pattern SHIPPED =
      Pattern.compile("(?m)^([ \\t]*(?!#)(\\S+)[ \\t]+)activemq(?=[ \\t]*$)");

  @Override
  public boolean apply(Work work) throws IOException {
    if (!work.draft().has(FILE)) {
      return false;
    }
    return work.draft()
        .edit(
            FILE,
            RULE,
            text ->
                SHIPPED
                    .matcher(text)
                    .replaceAll(
                        line ->
                            Matcher.quoteReplacement(
                                line.group(1)
                                    + work.passwords()
                                        .of("role %s of %s".formatted(line.group(2), FILE)))));
  }
}
