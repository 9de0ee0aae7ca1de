package io.portcullis.broker.configuration;

import static io.portcullis.broker.xml.JolokiaPolicy.elements;
import static io.portcullis.broker.xml.JolokiaPolicy.text;

import io.portcullis.broker.platform.FileReach;
import io.portcullis.broker.platform.NamedFile;
import io.portcullis.broker.xml.JolokiaPolicy;
import io.portcullis.broker.xml.LocatedXml;
import io.portcullis.broker.xml.UnreadableFileException;
import io.portcullis.broker.xml.WebFile;
import io.portcullis.rule.ManagementFacts;
import io.portcullis.rule.ManagementFacts.AgentPolicy;
import io.portcullis.rule.ManagementFacts.Servlet;
import io.portcullis.rule.ManagementFacts.Unreadable;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.springframework.util.SystemPropertyUtils;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

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

  private static final String INSTALLED = "${activemq.home}/webapps";

  /** The properties of Jetty 9 to 12 that add files to a web.xml. */
  private static final List<String> FURTHER =
      List.of("defaultsDescriptor", "overrideDescriptor", "overrideDescriptors");

  /** How Jetty's own defaults begin, which are in its jar. */
  private static final String OF_JETTY = "org/eclipse/jetty/";

  /** In what {@link LocatedXml} says of a file with a document type. */
  private static final String DOCUMENT_TYPE = "(DOCTYPE)";

  private final FileReach reach;
  private final boolean ownProcess;
  private final Set<WebFile> seen = new HashSet<>();
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
    beans.stream().filter(bean -> bean.isJetty("WebAppContext")).forEach(this::lookAt);
    beans.stream()
        .filter(bean -> bean.isJetty("ServletHolder"))
        .map(bean -> "the servlet of %s, which no web.xml declares".formatted(bean.place()))
        .forEach(notChecked::add);
  }

  private void lookAt(DefinedBean bean) {
    String name = "web application \"%s\"".formatted(bean.text("contextPath").orElse("/"));
    List<String> texts = ApplicationBrokers.files(bean);
    List<Path> places = texts.stream().flatMap(text -> folder(text).stream()).toList();
    FURTHER.forEach(property -> lookAtDescriptors(name, bean.property(property).texts(), places));
    if (lookAtDescriptors(name, bean.property("descriptor").texts(), places)) {
      return;
    }
    if (texts.isEmpty()) {
      notChecked.add("%s, whose folder its definition does not name".formatted(name));
    }
    boolean found = lookAt(places);
    texts.stream()
        .filter(text -> !found || folder(text).isEmpty())
        .map(text -> "%s, whose web.xml is not found in \"%s\"".formatted(name, text))
        .forEach(notChecked::add);
  }

  /** Reads what stands in place of a web.xml, or is added to it. Tells whether one is found. */
  private boolean lookAtDescriptors(String name, List<String> texts, List<Path> places) {
    boolean found = false;
    for (String text : texts) {
      if (text.startsWith(OF_JETTY)) {
        continue;
      }
      Optional<WebFile> file = folder(text).map(path -> new WebFile(path, ""));
      if (file.isPresent() && lookAt(file.get(), places)) {
        found = true;
      } else {
        notChecked.add("%s, whose descriptor \"%s\" is not found".formatted(name, text));
      }
    }
    return found;
  }

  /** Reads the files of all applications of an installation, which Jetty's own files name. */
  void lookAtInstallation() {
    folder(INSTALLED)
        .ifPresentOrElse(
            this::lookIn, () -> notChecked.add("the web applications in \"" + INSTALLED + "\""));
  }

  private void lookIn(Path webapps) {
    if (!mayRead(webapps)) {
      return;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(webapps)) {
      for (Path entry : entries) {
        if (isApplication(entry) && !lookAt(List.of(entry))) {
          notChecked.add("web application \"%s\", whose web.xml is not found".formatted(entry));
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      notChecked.add("the web applications in \"%s\", which cannot be listed".formatted(webapps));
    }
  }

  /** Tells an application, also a packed one, from the pages and images beside it. */
  private static boolean isApplication(Path entry) {
    return Files.isDirectory(entry)
        ? !Files.notExists(entry.resolve("WEB-INF"))
        : Files.isRegularFile(entry)
            && entry.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".war");
  }

  private static Optional<Path> folder(String text) {
    String resolved = SystemPropertyUtils.resolvePlaceholders(text, true);
    return resolved.contains("${") ? Optional.empty() : NamedFile.path(resolved);
  }

  /** Reads the web.xml of an application, whose files may be in several places. */
  private boolean lookAt(List<Path> places) {
    boolean found = false;
    for (Path place : places) {
      found |= lookAt(WebFile.in(place, WEB_XML), places);
    }
    return found;
  }

  private boolean lookAt(WebFile file, List<Path> places) {
    return read(file, true, document -> lookAt(file, places, document));
  }

  private void lookAt(WebFile file, List<Path> places, Document document) {
    for (Element servlet : elements(document, "servlet")) {
      String type = text(servlet, "servlet-class");
      if (type.equals(MESSAGE_SERVLET)) {
        servlets.add(new Servlet(file.name(), LocatedXml.line(servlet)));
      } else if (type.startsWith(AGENT_PACKAGE) && type.endsWith(AGENT)) {
        agent(file, places, servlet);
      }
    }
  }

  private void agent(WebFile file, List<Path> places, Element servlet) {
    String location =
        elements(servlet, "init-param").stream()
            .filter(parameter -> text(parameter, "param-name").equals(POLICY))
            .map(parameter -> text(parameter, "param-value"))
            .findFirst()
            .orElse(DEFAULT_POLICY);
    if (location.startsWith(CLASS_PATH)) {
      String name = location.substring(CLASS_PATH.length()).replaceFirst("^/+", "");
      boolean found = false;
      for (Path place : places) {
        found |= policy(WebFile.in(place, "WEB-INF/classes/" + name));
      }
      if (!found) {
        // Jolokia allows everything without a policy in the class path, and nothing without a file.
        policies.add(JolokiaPolicy.none(file.name(), servlet));
      }
    } else {
      policyFile(location)
          .ifPresentOrElse(
              policy -> policy(new WebFile(policy, "")),
              () ->
                  notChecked.add(
                      "the policy of the Jolokia agent in \"%s\"".formatted(file.name())));
    }
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

  private boolean policy(WebFile file) {
    return read(file, false, document -> policies.add(JolokiaPolicy.read(file.name(), document)));
  }

  /**
   * Reads a file once. What cannot be read is recorded.
   *
   * @param own whether it is the operator's own as a rule, so that a document type is no fault
   * @return whether there is such a file
   */
  private boolean read(WebFile file, boolean own, Consumer<Document> read) {
    if (file.isMissing()) {
      return false;
    }
    if (!mayRead(file) || !seen.add(file.normalized())) {
      return true;
    }
    try {
      Optional<Document> document = file.read(reach);
      document.ifPresent(read);
      return document.isPresent();
    } catch (UnreadableFileException e) {
      String why = e.getMessage().lines().findFirst().orElse("");
      if (own && why.contains(DOCUMENT_TYPE)) {
        notChecked.add("\"%s\", which has a document type (DOCTYPE)".formatted(file.name()));
      } else {
        unreadable.add(new Unreadable(file.name(), why));
      }
    } catch (IOException e) {
      unreadable.add(new Unreadable(file.name(), e.getClass().getSimpleName()));
    }
    return true;
  }

  private boolean mayRead(Path folder) {
    return mayRead(new WebFile(folder, ""));
  }

  private boolean mayRead(WebFile file) {
    if (reach.folder().isEmpty() || reach.allows(file.path())) {
      return true;
    }
    notChecked.add(
        "\"%s\", which is outside the folder of the configuration".formatted(file.name()));
    return false;
  }

  ManagementFacts.WebFiles facts() {
    return new ManagementFacts.WebFiles(servlets, policies, unreadable, List.copyOf(notChecked));
  }
}
