package io.portcullis.rule;

import java.util.List;

/**
 * How the broker is managed, other than by its own clients.
 *
 * @param connectors where web servers beside the broker listen
 * @param applications what these serve, such as the web console
 * @param notChecked what is there and cannot be looked at, in words
 * @param logins those of the applications
 */
public record ManagementFacts(
    List<WebConnectorFacts> connectors,
    List<WebApplicationFacts> applications,
    List<String> notChecked,
    KnownLogins logins) {

  /** Of a broker that nothing is known to stand beside. */
  public static final ManagementFacts NONE =
      new ManagementFacts(List.of(), List.of(), List.of(), KnownLogins.NONE);

  /** Copies the lists. */
  public ManagementFacts {
    connectors = List.copyOf(connectors);
    applications = List.copyOf(applications);
    notChecked = List.copyOf(notChecked);
  }

  /** How a violation names it. */
  public String where() {
    return "management";
  }
}
