package io.portcullis.scenario.remedies;

import static io.portcullis.scenario.remedies.ConfFolder.replacing;

import io.portcullis.testing.Line;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Remedies for the authorization map. */
class MapRemediesIT {

  private static final String ALL_QUEUES =
      "<authorizationEntry queue=\">\" read=\"operators,activemq-webconsole\""
          + " write=\"operators,activemq-webconsole\" admin=\"operators,activemq-webconsole\"/>";
  private static final String OF_CLIENTS =
      "<authorizationEntry topic=\"ActiveMQ.Advisory.TempQueue,ActiveMQ.Advisory.TempTopic\""
          + " read=\"billing,stock\"/>";
  private static final String ADVISORIES = ConfFolder.ADVISORIES;

  @TempDir private Path folder;

  static List<Named<Failing>> rows() {
    return Stream.concat(onEveryLine().stream(), whereClientsCreateAdvisories().stream()).toList();
  }

  static List<Named<Failing>> rowsOfThisLine() {
    return Line.clientsCreateAdvisories() ? rows() : onEveryLine();
  }

  private static List<Named<Failing>> whereClientsCreateAdvisories() {
    return Failing.rows(
        Failing.all(
            Failing.of("advisories-uncreatable", "there is no entry", replacing(ADVISORIES, ""))),
        Failing.of(
            "advisories-uncreatable",
            "the entry lacks the group",
            replacing(ADVISORIES, ADVISORIES.replace(",stock", ""))));
  }

  private static List<Named<Failing>> onEveryLine() {
    return Failing.rows(
        Failing.of(
            "system-group-right-missing",
            "the entry lacks the group",
            replacing(
                ALL_QUEUES,
                ALL_QUEUES.replace(
                    " read=\"operators,activemq-webconsole\"", " read=\"operators\""))),
        Failing.of(
            "system-group-right-missing",
            "the entry lacks the right",
            replacing(
                ALL_QUEUES, ALL_QUEUES.replace(" write=\"operators,activemq-webconsole\"", ""))),
        Failing.all(
            Failing.of(
                "system-group-right-missing",
                "there is no entry for everything",
                replacing(ALL_QUEUES, ""))),
        Failing.all(
            Failing.of(
                "system-group-right-missing",
                "the entry for everything is one for more",
                replacing(
                    ALL_QUEUES,
                    "<authorizationEntry queue=\">,LEFT\" read=\"operators\" write=\"operators\" admin=\"operators\"/>"))),
        Failing.taking(
            Failing.of("temporary-destinations-open", "no entry", MapRemediesIT::openTemporary),
            "* temporary destinations admin",
            "* temporary destinations read",
            "* temporary destinations write"),
        Failing.of("client-group-shut-out", "the entry lacks it", MapRemediesIT::shutOut),
        Failing.of(
            "client-group-shut-out",
            "there is no entry",
            folder -> {
              shutOut(folder);
              folder.replace(OF_CLIENTS.replace(",stock", ""), "");
            }),
        Failing.of(
            "advisories-unreadable",
            "the entry lacks the group",
            replacing(OF_CLIENTS, OF_CLIENTS.replace(",stock", ""))),
        Failing.of(
            "advisories-unreadable",
            "a group with an odd name",
            folder ->
                folder.write(
                    "activemq.xml",
                    folder
                        .read("activemq.xml")
                        .replace(OF_CLIENTS, OF_CLIENTS.replace(",stock", ""))
                        .replace("stock", "R&amp;D east"))),
        Failing.all(
            Failing.of(
                "advisories-unreadable",
                "no entry, and groups with odd names",
                folder ->
                    folder.write(
                        "activemq.xml",
                        folder
                            .read("activemq.xml")
                            .replace(OF_CLIENTS, "")
                            .replace("stock", "R&amp;D &lt;east&gt;")))),
        Failing.all(
            Failing.of("advisories-unreadable", "there is no entry", replacing(OF_CLIENTS, ""))),
        Failing.taking(
            Failing.of(
                "advisories-all-open",
                "a group writes all",
                replacing(ADVISORIES, ADVISORIES.replace("admin=", "write=\"stock\" admin="))),
            "stock topic://ActiveMQ.Advisory.> write",
            "stock topic://ActiveMQ.Advisory.TempQueue write",
            "stock topic://ActiveMQ.Advisory.TempTopic write"),
        Failing.taking(
            Failing.of(
                "advisories-open",
                "a group reads nearly all, and the clients' by the same entry",
                folder ->
                    folder
                        .replace(ADVISORIES, ADVISORIES.replace("admin=", "read=\"stock\" admin="))
                        .replace(OF_CLIENTS, OF_CLIENTS.replace(",stock", ""))),
            "stock topic://ActiveMQ.Advisory.> read"),
        Failing.taking(
            Failing.of(
                "advisories-open",
                "a group reads every topic",
                replacing(
                    ALL_QUEUES.replace("queue", "topic"),
                    ALL_QUEUES.replace("queue", "topic").replace(" read=\"", " read=\"stock,"))),
            "stock topic://> read",
            "stock topic://ActiveMQ.Advisory.> read"),
        Failing.taking(
            Failing.of(
                "advisories-open",
                "an entry for some",
                replacing(
                    ADVISORIES,
                    ADVISORIES
                        + "<authorizationEntry topic=\"ActiveMQ.Advisory.Connection\" read=\"stock\"/>")),
            "stock topic://ActiveMQ.Advisory.Connection read"));
  }

  private static void openTemporary(ConfFolder folder) throws Exception {
    folder.write(
        "activemq.xml",
        folder
            .read("activemq.xml")
            .replaceAll("(?s)<tempDest.*</tempDestinationAuthorizationEntry>", ""));
  }

  private static void shutOut(ConfFolder folder) throws Exception {
    folder
        .replace(OF_CLIENTS, OF_CLIENTS.replace(",stock", ""))
        .replace("activemq-webconsole,billing,stock\"", "activemq-webconsole,billing\"");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rowsOfThisLine")
  void remedyHelps(Failing failing) throws Exception {
    Remedies.helps(failing, folder);
  }
}
