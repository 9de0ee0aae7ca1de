package io.portcullis.harden;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.broker.rights.GroupRights;
import io.portcullis.broker.start.CheckedBroker;
import io.portcullis.enforce.Finding;
import io.portcullis.harden.text.XmlText;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** Maps of operators are completed with their own groups, and nobody loses a right. */
class CompleteMapIT {

  private static final Set<String> CODES =
      Set.of(
          "system-group-right-missing",
          "temporary-destinations-open",
          "advisories-unreadable",
          "client-group-shut-out",
          "advisories-uncreatable");

  private static final String FILE =
      """
      <?xml version="1.0" encoding="%s"?>
      <beans xmlns="http://www.springframework.org/schema/beans"
             xmlns:amq="http://activemq.apache.org/schema/core"
             xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
             xsi:schemaLocation="
               http://www.springframework.org/schema/beans http://www.springframework.org/schema/beans/spring-beans.xsd
               http://activemq.apache.org/schema/core http://activemq.apache.org/schema/core/activemq-core.xsd">
        <amq:broker brokerName="it's" persistent="false" useJmx="false">
          <amq:plugins>
            <amq:simpleAuthenticationPlugin>
              <amq:users>
                <amq:authenticationUser username="u" password="a-long-password" groups="a"/>
              </amq:users>
            </amq:simpleAuthenticationPlugin>
            <amq:authorizationPlugin>
              <amq:map>
                <amq:authorizationMap>
      %s          </amq:authorizationMap>
              </amq:map>
            </amq:authorizationPlugin>
          </amq:plugins>
          <amq:transportConnectors/>
        </amq:broker>
      </beans>
      """;

  @Provide
  Arbitrary<String> entries() {
    Arbitrary<String> groups =
        Arbitraries.of("a", "shop & co", "billing,a", "everyone", "*", " b , a", "ünï");
    Arbitrary<String> attributes =
        Combinators.combine(groups.optional(0.7), groups.optional(0.7), groups.optional(0.7))
            .as(
                (read, write, admin) ->
                    right("read", read) + right("write", write) + right("admin", admin));
    Arbitrary<String> entry =
        Combinators.combine(
                Arbitraries.of(
                    "queue='>'",
                    "topic='>'",
                    "queue='ORDERS.>'",
                    "topic='A.*'",
                    "topic='ActiveMQ.Advisory.>'",
                    "topic='ActiveMQ.Advisory.TempQueue,ActiveMQ.Advisory.TempTopic'"),
                attributes)
            .as("            <amq:authorizationEntry %s%s/>\n"::formatted);
    Arbitrary<String> temporary =
        attributes.map(
            rights ->
                """
                            <amq:tempDestinationAuthorizationEntry>
                              <amq:tempDestinationAuthorizationEntry%s/>
                            </amq:tempDestinationAuthorizationEntry>
                """
                    .formatted(rights));
    return Combinators.combine(
            entry.list().ofMinSize(1).ofMaxSize(4).map(all -> String.join("", all)),
            temporary.optional(0.5))
        .as(
            (all, its) ->
                (all.isEmpty()
                        ? ""
                        : """
                                  <amq:authorizationEntries>
                        %s          </amq:authorizationEntries>
                        """
                            .formatted(all))
                    + its.orElse(""));
  }

  private static String right(String name, Optional<String> groups) {
    return groups.map(all -> " %s=\"%s\"".formatted(name, XmlText.escaped(all))).orElse("");
  }

  @Property(tries = 25, shrinking = ShrinkingMode.OFF)
  void nothingIsLeftAndNothingIsLost(@ForAll("entries") String entries, @ForAll boolean wide)
      throws IOException {
    Charset charset = wide ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
    String end = wide ? "\r\n" : "\n";
    Path folder = Files.createTempDirectory("harden");
    Path conf = Files.createDirectory(folder.resolve("conf"));
    Path file = conf.resolve("activemq.xml");
    String text = FILE.formatted(wide ? "UTF-16" : "UTF-8", entries).replace("\n", end);
    Files.writeString(file, text, charset);
    CheckedBroker before = CheckedBroker.asData(file, Clock.systemUTC());

    HardenedCopy copy = harden(file, folder.resolve("copy"));

    assertThat(codes(copy)).doesNotContainAnyElementsOf(CODES);
    for (GroupRights rights : before.accesses()) {
      if (isOfEverybody(rights)) {
        continue;
      }
      assertThat(copy.checked().accesses()).anyMatch(after -> isAtLeast(after, rights));
    }
    Path hardened = folder.resolve("copy/activemq.xml");
    String result = Files.readString(hardened, charset);
    assertThat(result.replace("\r\n", "")).as("line ends").doesNotContain(wide ? "\n" : "\r");
    harden(hardened, folder.resolve("again"));
    assertThat(folder.resolve("again/activemq.xml")).hasSameBinaryContentAs(hardened);
  }

  private static HardenedCopy harden(Path file, Path target) throws IOException {
    HardenOptions options =
        new HardenOptions(List.of(), List.of(), Optional.empty(), Optional.empty());
    return new Hardening(file, false, target, options, Clock.systemUTC()).run();
  }

  private static List<String> codes(HardenedCopy copy) {
    return copy.checked().findings().stream()
        .map(Finding::violation)
        .map(violation -> violation.code())
        .toList();
  }

  /** That is the violation. Each group of the map has the right afterwards. */
  private static boolean isOfEverybody(GroupRights rights) {
    return rights.destinations().equals("temporary destinations") && rights.group().equals("*");
  }

  private static boolean isAtLeast(GroupRights after, GroupRights before) {
    return after.destinations().equals(before.destinations())
        && after.group().equals(before.group())
        && (after.read() || !before.read())
        && (after.write() || !before.write())
        && (after.admin() || !before.admin());
  }
}
