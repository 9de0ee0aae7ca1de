package io.portcullis.rule;

import io.portcullis.policy.Resource;
import io.portcullis.policy.Resource.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * The management interfaces of the broker.
 *
 * @param connectors where web servers beside the broker listen
 * @param applications the web applications of these servers, such as the web console
 * @param entrances where JMX and Jolokia listen in the broker's own process
 * @param notChecked what exists and cannot be checked, in words
 * @param logins the logins of the web applications
 */
public record ManagementFacts(
    List<WebConnectorFacts> connectors,
    List<WebApplicationFacts> applications,
    List<EntranceFacts> entrances,
    List<String> notChecked,
    KnownLogins logins)
    implements Judged {

  /** The facts of a broker without known management interfaces. */
  public static final ManagementFacts NONE =
      new ManagementFacts(List.of(), List.of(), List.of(), List.of(), KnownLogins.NONE);

  /** Copies the lists. */
  public ManagementFacts {
    connectors = List.copyOf(connectors);
    applications = List.copyOf(applications);
    entrances = List.copyOf(entrances);
    notChecked = List.copyOf(notChecked);
  }

  /** Adds the interfaces of the process itself. */
  public ManagementFacts and(ProcessEntrances process) {
    List<String> all = new ArrayList<>(notChecked);
    all.addAll(process.notChecked());
    return new ManagementFacts(connectors, applications, process.entrances(), all, logins);
  }

  @Override
  public Resource about() {
    return Resource.only(Kind.MANAGEMENT);
  }

  @Override
  public String where() {
    return "management";
  }
}
