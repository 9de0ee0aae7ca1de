package io.portcullis.suggest;

import io.portcullis.broker.configuration.BrokerFile;
import io.portcullis.policy.DestinationName;
import io.portcullis.policy.Policy;
import io.portcullis.rule.Operation;
import io.portcullis.testing.BrokerXml;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ActiveMQQueue;
import org.apache.activemq.command.ActiveMQTopic;
import org.apache.activemq.jaas.GroupPrincipal;
import org.apache.activemq.security.AuthorizationMap;
import org.apache.activemq.security.AuthorizationPlugin;
import org.w3c.dom.Comment;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** The map that ActiveMQ makes of what is printed. */
record PrintedMap(AuthorizationMap map) {

  /** Loads a broker with it, as a start does. */
  static PrintedMap of(Suggestion suggestion, Path folder) throws IOException {
    return of(write(suggestion, folder));
  }

  /** Loads a file as a start does. */
  static PrintedMap of(Path file) throws IOException {
    BrokerFile broker = BrokerFile.read(file, Map.of()).sound();
    return new PrintedMap(
        Arrays.stream(broker.service().getPlugins())
            .filter(AuthorizationPlugin.class::isInstance)
            .map(plugin -> ((AuthorizationPlugin) plugin).getMap())
            .findFirst()
            .orElseThrow());
  }

  /** Writes an activemq.xml with the whole of what is printed, but what stands in comments. */
  static Path write(Suggestion suggestion, Path folder) throws IOException {
    BrokerXml.write(
        folder,
        String.join("\n", XmlSuggestion.lines(suggestion)) + BrokerXml.GATE,
        "<transportConnector name=\"a\" uri=\"ssl://127.0.0.1:0\"/>");
    return folder.resolve("activemq.xml");
  }

  /** The gate's policy, with the properties that stand in comments pasted into its bean. */
  static Policy policy(Suggestion suggestion, Path folder) throws Exception {
    BrokerXml.write(
        folder,
        BrokerXml.gate(pasted(suggestion)),
        "<transportConnector name=\"a\" uri=\"ssl://127.0.0.1:0\"/>");
    return BrokerFile.read(folder.resolve("activemq.xml"), Map.of())
        .sound()
        .gate()
        .orElseThrow()
        .policy();
  }

  /** What an operator copies out of the comments for the gate's bean. */
  static String pasted(Suggestion suggestion) throws Exception {
    StringBuilder pasted = new StringBuilder();
    NodeList nodes = document(suggestion).getChildNodes();
    for (int i = 0; i < nodes.getLength(); i++) {
      String text = nodes.item(i).getNodeValue();
      if (nodes.item(i) instanceof Comment && text.startsWith(" For Portcullis' bean")) {
        pasted.append(text.substring(text.indexOf("\n\n"))).append('\n');
      }
    }
    return pasted.toString();
  }

  /** Parses what is printed. */
  static Document document(Suggestion suggestion) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    return factory
        .newDocumentBuilder()
        .parse(
            new InputSource(new StringReader(String.join("\n", XmlSuggestion.lines(suggestion)))));
  }

  /** Tells whether it gives a group a right. */
  boolean permits(Set<String> groups, Operation operation, DestinationName destination) {
    Set<?> holders = holders(operation, destination);
    return holders != null
        && groups.stream().anyMatch(group -> holders.contains(new GroupPrincipal(group)));
  }

  private Set<?> holders(Operation operation, DestinationName destination) {
    if (destination.parts().stream().allMatch(part -> part.kind().isTemporary())) {
      return switch (operation) {
        case READ -> map.getTempDestinationReadACLs();
        case WRITE -> map.getTempDestinationWriteACLs();
        case ADMIN -> map.getTempDestinationAdminACLs();
      };
    }
    ActiveMQDestination asked = destination(destination);
    return switch (operation) {
      case READ -> map.getReadACLs(asked);
      case WRITE -> map.getWriteACLs(asked);
      case ADMIN -> map.getAdminACLs(asked);
    };
  }

  private static ActiveMQDestination destination(DestinationName name) {
    List<DestinationName> parts = name.parts();
    if (parts.size() > 1) {
      ActiveMQDestination composite = simple(parts.get(0));
      composite.setCompositeDestinations(
          parts.stream().map(PrintedMap::simple).toArray(ActiveMQDestination[]::new));
      return composite;
    }
    return simple(name);
  }

  private static ActiveMQDestination simple(DestinationName name) {
    return switch (name.kind()) {
      case QUEUE, TEMPORARY_QUEUE -> new ActiveMQQueue(name.name());
      case TOPIC, TEMPORARY_TOPIC -> new ActiveMQTopic(name.name());
    };
  }
}
