package io.portcullis.broker.configuration;

import io.portcullis.broker.platform.FileReach;
import io.portcullis.broker.platform.NamedFile;
import io.portcullis.broker.xml.LocatedXml;
import io.portcullis.broker.xml.UnreadableFileException;
import io.portcullis.rule.ManagementFacts;
import io.portcullis.rule.ManagementFacts.AgentPolicy;
import io.portcullis.rule.ManagementFacts.Beans;
import io.portcullis.rule.ManagementFacts.Servlet;
import io.portcullis.rule.ManagementFacts.Unreadable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.util.SystemPropertyUtils;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Reads the web.xml of web applications, and the policies of the Jolokia agents that they declare.
 * It reads them as data. It looks nothing up outside the files.
 */
final class WebFiles {

  private static final String MESSAGE_SERVLET = "org.apache.activemq.web.MessageServlet";
  private static final String AGENT = "AgentServlet";
  private static final String AGENT_PACKAGE = "org.jolokia.";
  private static final String POLICY = "policyLocation";

  /** The policy of an agent that names none, as Jolokia finds it. */
  private static final String DEFAULT_POLICY = "classpath:/jolokia-access.xml";

  private static final String CLASS_PATH = "classpath:";

  /** As ActiveMQ's own web.xml writes the policy's place, which its scripts set. */
  private static final String OF_SCRIPTS = "${prop:jolokia.conf}";

  private static final String SCRIPTS_PROPERTY = "jolokia.conf";
  private static final String SCRIPTS_POLICY = "jolokia-access.xml";
  private static final String WEB_XML = "WEB-INF/web.xml";

  private static final List<String> FOLDERS = List.of("resourceBase", "war", "baseResource");

  private final FileReach reach;
  private final boolean ownProcess;
  private final Set<Path> seen = new LinkedHashSet<>();
  private final List<Servlet> servlets = new ArrayList<>();
  private final List<AgentPolicy> policies = new ArrayList<>();
  private final List<Unreadable> unreadable = new ArrayList<>();
  private final Set<String> notChecked = new TreeSet<>();

  /**
   * @param reach the files that may be read
   * @param ownProcess whether the broker starts in this process, so that its properties count
   */
  WebFiles(FileReach reach, boolean ownProcess) {
    this.reach = reach;
    this.ownProcess = ownProcess;
  }

  /** Reads the files of the applications among these beans. */
  void lookAt(Collection<DefinedBean> beans) {
    for (DefinedBean bean : beans) {
      if (bean.isJetty("WebAppContext")) {
        FOLDERS.stream()
            .flatMap(property -> bean.property(property).texts().stream())
            .forEach(text -> folder(text).ifPresent(this::lookAt));
      }
    }
  }

  /** Reads the files of all applications of an installation, which Jetty's own files name. */
  void lookAtInstallation() {
    folder("${activemq.home}/webapps").ifPresent(this::lookIn);
  }

  private void lookIn(Path webapps) {
    if (!mayRead(webapps)) {
      return;
    }
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(webapps)) {
      folders.forEach(this::lookAt);
    } catch (IOException e) {
      notChecked.add("the web applications in \"%s\", which cannot be listed".formatted(webapps));
    }
  }

  private static Optional<Path> folder(String text) {
    String resolved = SystemPropertyUtils.resolvePlaceholders(text, true);
    return resolved.contains("${") ? Optional.empty() : NamedFile.path(resolved);
  }

  private void lookAt(Path application) {
    Path file = application.resolve(WEB_XML);
    read(file).ifPresent(document -> lookAt(application, file, document));
  }

  private void lookAt(Path application, Path file, Document document) {
    for (Element servlet : elements(document, "servlet")) {
      String type = text(servlet, "servlet-class");
      if (type.equals(MESSAGE_SERVLET)) {
        servlets.add(new Servlet(file.toString(), LocatedXml.line(servlet)));
      } else if (type.startsWith(AGENT_PACKAGE) && type.endsWith(AGENT)) {
        agent(application, file, servlet);
      }
    }
  }

  private void agent(Path application, Path file, Element servlet) {
    String location =
        elements(servlet, "init-param").stream()
            .filter(parameter -> text(parameter, "param-name").equals(POLICY))
            .map(parameter -> text(parameter, "param-value"))
            .findFirst()
            .orElse(DEFAULT_POLICY);
    if (location.startsWith(CLASS_PATH)) {
      Path classes = application.resolve("WEB-INF/classes").normalize();
      Path policy =
          classes.resolve(location.substring(CLASS_PATH.length()).replaceFirst("^/+", ""));
      if (Files.notExists(policy)) {
        policies.add(without(file, servlet));
        return;
      }
      policy(policy);
    } else {
      policyFile(location)
          .ifPresentOrElse(
              this::policy,
              () -> notChecked.add("the policy of the Jolokia agent in \"%s\"".formatted(file)));
    }
  }

  /** Jolokia allows everything without a policy in the class path, and nothing without a file. */
  private static AgentPolicy without(Path file, Element servlet) {
    return new AgentPolicy(
        file.toString(), LocatedXml.line(servlet), false, Set.of(), Set.of(), List.of(), List.of());
  }

  private Optional<Path> policyFile(String location) {
    if (location.equals(OF_SCRIPTS)) {
      String toldOrNull = ownProcess ? System.getProperty(SCRIPTS_PROPERTY) : null;
      return toldOrNull == null
          ? folder("${activemq.conf}").map(conf -> conf.resolve(SCRIPTS_POLICY))
          : NamedFile.path(toldOrNull);
    }
    return location.startsWith("file:") ? NamedFile.path(location) : Optional.empty();
  }

  private void policy(Path file) {
    read(file).ifPresent(document -> policies.add(policy(file, document)));
  }

  /** Reads a policy as Jolokia does, which finds its elements at any depth. */
  private static AgentPolicy policy(Path file, Document document) {
    return new AgentPolicy(
        file.toString(),
        line(document),
        true,
        words(document, "http", "method"),
        words(document, "commands", "command"),
        beans(document, "allow", "mbeans"),
        beans(document, "deny"));
  }

  /**
   * Returns the line of the first element in the root. The parser skips what is before the root.
   */
  private static int line(Document document) {
    return elements(document, "*").stream().skip(1).findFirst().map(LocatedXml::line).orElse(1);
  }

  private static Set<String> words(Document document, String section, String element) {
    Set<String> words = new TreeSet<>();
    for (Element part : elements(document, section)) {
      elements(part, element).forEach(each -> words.add(text(each).toLowerCase(Locale.ROOT)));
    }
    return words;
  }

  private static List<Beans> beans(Document document, String... sections) {
    return Stream.of(sections)
        .flatMap(name -> elements(document, name).stream())
        .flatMap(part -> elements(part, "mbean").stream())
        .map(
            bean ->
                new Beans(text(bean, "name"), texts(bean, "attribute"), texts(bean, "operation")))
        .toList();
  }

  private static List<String> texts(Element parent, String name) {
    return elements(parent, name).stream().map(WebFiles::text).toList();
  }

  private static String text(Element parent, String name) {
    return texts(parent, name).stream().findFirst().orElse("");
  }

  private static String text(Element element) {
    return element.getTextContent().strip();
  }

  private static List<Element> elements(Document document, String name) {
    return list(document.getElementsByTagNameNS("*", name));
  }

  private static List<Element> elements(Element parent, String name) {
    return list(parent.getElementsByTagNameNS("*", name));
  }

  private static List<Element> list(NodeList nodes) {
    return IntStream.range(0, nodes.getLength()).mapToObj(i -> (Element) nodes.item(i)).toList();
  }

  /** Reads a file once; empty if there is none, or if it cannot be read, which is recorded. */
  private Optional<Document> read(Path file) {
    if (Files.notExists(file) || !mayRead(file) || !seen.add(file.toAbsolutePath().normalize())) {
      return Optional.empty();
    }
    try {
      return Optional.of(LocatedXml.read(file, reach));
    } catch (UnreadableFileException e) {
      unreadable.add(
          new Unreadable(file.toString(), e.getMessage().lines().findFirst().orElse("")));
    } catch (IOException e) {
      unreadable.add(new Unreadable(file.toString(), e.getClass().getSimpleName()));
    }
    return Optional.empty();
  }

  private boolean mayRead(Path file) {
    if (reach.folder().isEmpty() || reach.allows(file)) {
      return true;
    }
    notChecked.add("\"%s\", which is outside the folder of the configuration".formatted(file));
    return false;
  }

  ManagementFacts.WebFiles facts() {
    return new ManagementFacts.WebFiles(servlets, policies, unreadable, List.copyOf(notChecked));
  }
}
