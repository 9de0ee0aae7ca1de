package io.portcullis.scenario.remedies;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;

/** Every code has a test of its remedy, or a reason to have none. */
class RemediesTest {

  private static final Pattern LISTED =
      Pattern.compile("^\\| `([a-z0-9-]+)` \\| (.*?) \\|", Pattern.MULTILINE);

  /** Violations at a start whose remedy no configuration holds. */
  private static final Map<String, String> NOT_IN_THE_CONFIGURATION =
      Map.ofEntries(
          Map.entry("activemq-internal-missing", "another version of ActiveMQ"),
          Map.entry("broker-runs-as-root", "the user that starts the broker"),
          Map.entry("certificate-not-begun", "the clock, or time"),
          Map.entry("debugger-open", "an option of the JVM; DebuggerIT removes it"),
          Map.entry("directory-silent", "a directory that does not answer"),
          Map.entry("entrance-open", "JVM options and JMX, one for each kind of entrance"),
          Map.entry("every-class-trusted", "a system property"),
          Map.entry("file-of-another", "a file of another user, which only root can make"),
          Map.entry("file-silent", "a disk that does not answer"),
          Map.entry("key-store-is-pem", "the key and the certificates; KeyStoreTypesIT runs it"),
          Map.entry("key-store-type-unknown", "the key and the certificates, or a provider"),
          Map.entry("jolokia-methods-opened", "a release of ActiveMQ that has closed it"),
          Map.entry("jolokia-operations-opened", "a release of ActiveMQ that has closed it"),
          Map.entry("jolokia-without-policy", "a release of ActiveMQ that has closed it"),
          Map.entry("keys-remote", "a key store that is not fetched"),
          Map.entry("keys-unreadable", "a key store that the broker's user cannot read"),
          Map.entry("known-holes", "another version of ActiveMQ"),
          Map.entry("line-deprecated", "another version of ActiveMQ"),
          Map.entry("line-without-fixes", "another version of ActiveMQ"),
          Map.entry("map-unanswered", "a map of other vendors that fails"),
          Map.entry("release-data-old", "another version of Portcullis"),
          Map.entry("message-servlet-back", "a release of ActiveMQ that has closed it"),
          Map.entry("rule-failed", "a defect of Portcullis"),
          Map.entry(
              "temporary-destinations-stealable", "a release of ActiveMQ that has the option"),
          Map.entry("transport-unbounded", "a transport of other vendors"),
          Map.entry("vm-schemes-opened", "a system property"),
          Map.entry("web-file-unreadable", "a release of ActiveMQ that has closed it"),
          Map.entry("wide-package-trusted", "a system property"),
          Map.entry("xbean-protocols-opened", "a system property"));

  /** Violations at a start whose remedy is words that only the operator can turn into a change. */
  private static final Map<String, String> DECIDED_BY_THE_OPERATOR =
      Map.ofEntries(
          Map.entry(
              "authorization-map-missing", "who may do what, or that the default map is installed"),
          Map.entry("auto-protocols-unknown", "what the clients of the connector speak"),
          Map.entry("bound-before-gate", "how code adds its connectors"),
          Map.entry("bound-before-tls-set", "how code adds its connectors"),
          Map.entry("certificate-chain-alien", "which certificates are the broker's chain"),
          Map.entry("certificate-chain-incomplete", "which certificates are the broker's chain"),
          Map.entry("certificate-chain-order", "which certificates are the broker's chain"),
          Map.entry("certificate-names-excluded", "the names of a certificate, or its authority"),
          Map.entry(
              "certificate-for-other-host", "the names of a certificate, or the host of the URI"),
          Map.entry("connector-speaks-unknown", "which of ActiveMQ's schemes it is to have"),
          Map.entry("default-map-unusable", "another plugin for logins than Shiro's"),
          Map.entry("key-store-in-options", "the values of the options, which no message shows"),
          Map.entry("link-bridges-unjudged", "a network connector of another class"),
          Map.entry("xml-bean-unmade", "what the bean's own code refuses"),
          Map.entry("xml-element-missing", "what the element is to hold"),
          Map.entry("xml-file-unreadable", "what another file is to say"),
          Map.entry("xml-schema-only", "the violations beside it, whose remedies mend it as well"),
          Map.entry("xml-schema-refuses", "what the manual of ActiveMQ says of the element"),
          Map.entry(
              "xml-text-wrong", "a text of another vendor's element, as ActiveMQ's have none"));

  static Stream<Named<Failing>> rows() {
    return Stream.of(
            MapRemediesIT.rows(),
            BoundRemediesIT.rows(),
            BoundRemediesIT.newer(),
            ConnectorRemediesIT.rows(),
            CertificateRemediesIT.rows(),
            ConsoleRemediesIT.rows(),
            LoginRemediesIT.rows(),
            MisfitRemediesIT.rows(),
            FileRemediesIT.rows(),
            GateRemediesIT.rows(),
            XmlRemediesIT.rows())
        .flatMap(List::stream);
  }

  @Test
  void everyCodeOfAStartHasARowOrAReason() throws IOException {
    Set<String> known = new TreeSet<>(codesOfRows());
    known.addAll(NOT_IN_THE_CONFIGURATION.keySet());
    known.addAll(DECIDED_BY_THE_OPERATOR.keySet());
    known.addAll(RunTimeCodes.ALL);

    assertThat(known).containsExactlyElementsOf(listed());
  }

  @Test
  void noCodeHasBoth() {
    assertThat(codesOfRows())
        .doesNotContainAnyElementsOf(NOT_IN_THE_CONFIGURATION.keySet())
        .doesNotContainAnyElementsOf(DECIDED_BY_THE_OPERATOR.keySet())
        .doesNotContainAnyElementsOf(RunTimeCodes.ALL);
  }

  private static Collection<String> codesOfRows() {
    return Stream.of(
            rows().map(row -> row.getPayload().code()),
            RunTimeBodiesIT.rows().stream().map(RunTimeBodiesIT.Row::code),
            new RunTimeNamesIT().codes(),
            new RunTimeMessagesIT().codes(),
            new RunTimeRightsIT().codes(),
            new RunTimeTransactionsIT().codes(),
            new RunTimeLoginsIT().codes(),
            new RunTimeBridgesIT().codes(),
            new RunTimeConsoleIT().codes())
        .flatMap(codes -> codes)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> listed() throws IOException {
    String manual = Files.readString(Path.of("src/site/markdown/troubleshooting.md"));
    return LISTED
        .matcher(manual)
        .results()
        .map(row -> row.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
