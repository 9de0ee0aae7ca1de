package io.portcullis.rule;

import io.portcullis.policy.Resource;
import io.portcullis.policy.Resource.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The management interfaces of the broker.
 *
 * @param connectors where web servers beside the broker listen
 * @param applications the web applications of these servers, such as the web console
 * @param entrances where JMX and Jolokia listen in the broker's own process
 * @param notChecked what exists and cannot be checked, in words
 * @param logins the logins of the web applications
 * @param files what the files of the web applications say
 */
public record ManagementFacts(
    List<WebConnectorFacts> connectors,
    List<WebApplicationFacts> applications,
    List<EntranceFacts> entrances,
    List<String> notChecked,
    KnownLogins logins,
    WebFiles files)
    implements Judged {

  /**
   * What the files of the web applications say, on a release of ActiveMQ that has closed them.
   *
   * @param servlets their servlets that send and receive messages
   * @param policies the policies of their Jolokia agents
   * @param unreadable those that exist and cannot be read
   * @param notChecked what was not read, in words
   */
  public record WebFiles(
      List<Servlet> servlets,
      List<AgentPolicy> policies,
      List<Unreadable> unreadable,
      List<String> notChecked) {

    /** No files. */
    public static final WebFiles NONE = new WebFiles(List.of(), List.of(), List.of(), List.of());

    /** Copies the lists. */
    public WebFiles {
      servlets = List.copyOf(servlets);
      policies = List.copyOf(policies);
      unreadable = List.copyOf(unreadable);
      notChecked = List.copyOf(notChecked);
    }
  }

  /** A servlet of ActiveMQ's MessageServlet, by its web.xml and line. */
  public record Servlet(String file, int line) implements Judged {
    @Override
    public Resource about() {
      return Resource.of(Kind.FILE, file);
    }

    @Override
    public String where() {
      return fileAndLine(file, line);
    }
  }

  /** A file that cannot be read, and why, in words. */
  public record Unreadable(String file, String why) implements Judged {
    @Override
    public Resource about() {
      return Resource.of(Kind.FILE, file);
    }

    @Override
    public String where() {
      return fileAndLine(file, 1);
    }
  }

  /**
   * The policy of a Jolokia agent.
   *
   * @param file its file; where it has none, the web.xml that declares the agent
   * @param line the line of its first part, or of the agent
   * @param exists whether it has a policy
   * @param methods the HTTP methods that it allows, in lower case; empty if all
   * @param commands the commands that it allows on all beans; empty if all
   * @param allowed what else it allows
   * @param denied what it denies
   */
  public record AgentPolicy(
      String file,
      int line,
      boolean exists,
      Set<String> methods,
      Set<String> commands,
      List<Beans> allowed,
      List<Beans> denied)
      implements Judged {

    /** Copies lists and sets. */
    public AgentPolicy {
      methods = Set.copyOf(methods);
      commands = Set.copyOf(commands);
      allowed = List.copyOf(allowed);
      denied = List.copyOf(denied);
    }

    @Override
    public Resource about() {
      return Resource.of(Kind.FILE, file);
    }

    @Override
    public String where() {
      return fileAndLine(file, line);
    }
  }

  /**
   * Members of beans.
   *
   * @param names the pattern of the beans' names
   * @param attributes patterns of attributes
   * @param operations patterns of operations
   */
  public record Beans(String names, List<String> attributes, List<String> operations) {

    /** Copies the lists. */
    public Beans {
      attributes = List.copyOf(attributes);
      operations = List.copyOf(operations);
    }
  }

  private static String fileAndLine(String file, int line) {
    return "file \"%s\" (line %d)".formatted(file, line);
  }

  /** Interfaces without web applications' files. */
  public ManagementFacts(
      List<WebConnectorFacts> connectors,
      List<WebApplicationFacts> applications,
      List<EntranceFacts> entrances,
      List<String> notChecked,
      KnownLogins logins) {
    this(connectors, applications, entrances, notChecked, logins, WebFiles.NONE);
  }

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
    return new ManagementFacts(connectors, applications, process.entrances(), all, logins, files);
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
