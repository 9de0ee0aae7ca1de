package io.portcullis.policy;

import java.util.List;

/**
 * Tells why the broker must not start: the plugin's properties are wrong, or the broker violates
 * rules. One exception names every reason, one line each.
 *
 * <p>It has no stack trace: the reasons are in the configuration and not in the code.
 *
 * <p>It is not ActiveMQ's exception of the same name, which extends a JMS type: one jar has to
 * serve brokers with {@code javax.jms} and with {@code jakarta.jms}.
 */
public final class ConfigurationException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String summary;
  private final List<String> problems;

  /**
   * @param summary what is refused, without a line break
   * @param problems why, one line each; never empty
   */
  public ConfigurationException(String summary, List<String> problems) {
    super(summary + "\n  " + String.join("\n  ", problems), null, true, false);
    this.summary = summary;
    this.problems = List.copyOf(problems);
  }

  /** What is refused, without the reasons. */
  public String summary() {
    return summary;
  }

  /** Every reason, one line each, in the order in which they were found. */
  public List<String> problems() {
    return problems;
  }
}
