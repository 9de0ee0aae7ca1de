package io.portcullis.suggest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.portcullis.policy.DestinationName;
import io.portcullis.policy.Policy;
import io.portcullis.report.LineWrap;
import io.portcullis.rule.Operation;
import io.portcullis.testing.HostileUsage;
import io.portcullis.usage.Observation;
import io.portcullis.usage.Use;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What holds of every proposal, whatever names clients choose. */
class SuggestionPropertiesTest {

  private static final Set<String> UNLIMITED = Set.of("admins", "activemq-webconsole");

  /** No name ends an attribute or a comment: the elements are those that are proposed. */
  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void whatIsPrintedHasTheEntriesThatAreProposed(@ForAll("observations") Observation observation)
      throws Exception {
    Suggestion suggestion = Suggestion.of(observation, 30);

    Document document = PrintedMap.document(suggestion);

    List<String> printed = new ArrayList<>();
    NodeList elements = document.getElementsByTagName("authorizationEntry");
    for (int i = 0; i < elements.getLength(); i++) {
      Element element = (Element) elements.item(i);
      printed.add(
          element.hasAttribute("queue")
              ? "queue://" + element.getAttribute("queue")
              : "topic://" + element.getAttribute("topic"));
    }
    assertThat(printed)
        .containsExactlyElementsOf(
            suggestion.map().entries().stream().map(e -> e.destination().toString()).toList());
    assertThat(document.getElementsByTagName("*").getLength())
        .isEqualTo(6 + suggestion.map().entries().size());
    assertThat(suggestion.newlyRefused()).isEmpty();
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void noFormatSteersATerminalOrFails(@ForAll("observations") Observation observation)
      throws Exception {
    Suggestion suggestion = Suggestion.of(observation, 30);

    String text = printed(SuggestionFormat.TEXT, suggestion);
    String xml = printed(SuggestionFormat.XML, suggestion);
    String json = printed(SuggestionFormat.JSON, suggestion);

    assertThat(text.replaceAll("\\R", "")).doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Cs}]");
    assertThat(xml.replaceAll("\\R", "")).doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Cs}]");
    assertThat(json).matches("[\\x20-\\x7e\\n\\r]*");
    assertThat(JsonMapper.builder().build().readTree(json).get("entries"))
        .hasSize(suggestion.map().entries().size() + 1);
  }

  private static String printed(SuggestionFormat format, Suggestion suggestion) throws IOException {
    StringWriter printed = new StringWriter();
    format.print(suggestion, new LineWrap(80), new PrintWriter(printed, true));
    return printed.toString();
  }

  /** Asked of the map that a broker makes of the XML. */
  @Property(tries = 40, edgeCases = EdgeCasesMode.NONE)
  void whatWentThroughIsGrantedOrListedAndNothingElseIsGranted(
      @ForAll("observations") Observation observation) throws Exception {
    Suggestion suggestion = Suggestion.of(observation, 30);
    Path folder = Files.createTempDirectory("suggest");
    PrintedMap map;
    try {
      map = PrintedMap.of(suggestion, folder);
    } finally {
      Files.delete(folder.resolve("activemq.xml"));
      Files.delete(folder);
    }
    List<Use> passed = observation.uses().stream().filter(Use::passed).toList();
    Set<Use> left =
        suggestion.unproposed().stream().map(Unproposed::use).collect(Collectors.toSet());

    for (Use use : passed) {
      if (!left.contains(use)) {
        assertThat(map.permits(use.groups(), use.operation(), use.destination()))
            .as(use.toString())
            .isTrue();
      }
    }
    for (DestinationName name : literal(observation)) {
      for (Operation operation : Operation.values()) {
        for (String group : groups(observation)) {
          if (map.permits(Set.of(group), operation, name)) {
            assertThat(passed)
                .as("%s %s %s", group, operation, name)
                .anyMatch(use -> justifies(use, group, operation, name, observation));
          }
        }
      }
    }
  }

  /** No name makes a property wrong, or one more. */
  @Property(tries = 40, edgeCases = EdgeCasesMode.NONE)
  void theGateTakesWhatIsProposedForIt(@ForAll("observations") Observation observation)
      throws Exception {
    Suggestion suggestion = Suggestion.of(observation, 30);
    GateProposal gate = suggestion.gate();
    Path folder = Files.createTempDirectory("suggest");
    Policy policy;
    try {
      policy = PrintedMap.policy(suggestion, folder);
    } finally {
      Files.delete(folder.resolve("activemq.xml"));
      Files.delete(folder);
    }

    assertThat(policy.protocols()).containsExactlyInAnyOrderElementsOf(gate.protocols());
    for (ProposedBody body : gate.bodies()) {
      assertThat(policy.bodies().of(body.destination()).keys())
          .as(body.toString())
          .hasSameSizeAs(body.keys());
    }
    assertThat(policy.waivers().all())
        .extracting(waiver -> waiver.subject())
        .containsExactlyInAnyOrderElementsOf(
            gate.waivers().stream().map(waiver -> waiver.destination().toString()).toList());
  }

  private static boolean justifies(
      Use use, String group, Operation operation, DestinationName name, Observation all) {
    boolean creates =
        all.rights().createdByClients()
            && operation == Operation.ADMIN
            && name.toString().startsWith("topic://ActiveMQ.Advisory.");
    boolean same =
        use.operation() == operation
            && use.destination().parts().stream()
                .anyMatch(
                    part ->
                        (part.kind().isTemporary() && name.kind().isTemporary())
                            || name.isWithin(part));
    return use.groups().contains(group) && (creates || same);
  }

  /** Every name that is known of, except patterns. */
  private static Set<DestinationName> literal(Observation observation) {
    Set<DestinationName> names = new LinkedHashSet<>();
    Stream.of(
            observation.uses().stream().map(use -> use.destination()),
            observation.keys().stream().map(use -> use.destination()),
            observation.bodies().stream().map(use -> use.destination()))
        .flatMap(destinations -> destinations)
        .flatMap(destination -> destination.parts().stream())
        .filter(part -> part.kind().isTemporary() || !part.isPattern())
        .filter(part -> part.equals(new DestinationName(part.kind(), part.name())))
        .filter(part -> !part.name().isBlank() && !part.name().contains("?"))
        .filter(part -> !part.name().contains(",") && part.name().equals(part.name().trim()))
        .forEach(names::add);
    return names;
  }

  private static Set<String> groups(Observation observation) {
    Set<String> groups = new TreeSet<>();
    observation.uses().forEach(use -> groups.addAll(use.groups()));
    groups.add("nobody-is-in-it");
    groups.removeAll(UNLIMITED);
    return groups;
  }

  @Provide
  Arbitrary<Observation> observations() {
    return HostileUsage.observations();
  }
}
