package io.portcullis.enforce;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.policy.Resource;
import io.portcullis.rule.Argument;
import io.portcullis.rule.Fault;
import io.portcullis.rule.Named;
import io.portcullis.rule.Violation;
import io.portcullis.testing.AuditLines;
import io.portcullis.testing.SetClock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuditLogTest {

  private static final Subject CLIENT =
      new Subject("ssl", "tcp://10.0.0.9:5", "alice", "c-1", "openwire", "queue://Q");
  private static final Violation FOUND = violation("rule", "s", "code", "");

  private final AuditLines audit = AuditLines.capture();
  private final AuditLog log =
      new AuditLog(new SetClock(Instant.parse("2026-11-01T12:00:00.123456Z")));

  @AfterEach
  void close() {
    audit.close();
  }

  @Test
  void aLineSaysAllThatIsKnown() {
    log.write(Moment.SEND, Disposition.REFUSED, CLIENT, FOUND);

    assertThat(audit.lines())
        .containsExactly(
            "{\"time\":\"2026-11-01T12:00:00.123Z\",\"rule\":\"rule\",\"code\":\"code\",\"kind\":\"connector\",\"disposition\":\"refused\","
                + "\"moment\":\"send\",\"connector\":\"ssl\",\"remoteAddress\":\"tcp://10.0.0.9:5\","
                + "\"user\":\"alice\",\"clientId\":\"c-1\",\"protocol\":\"openwire\",\"destination\":\"queue://Q\",\"found\":\"client:"
                + " found\",\"remedy\":\"remedy\",\"repeated\":0}");
  }

  @Test
  void whatIsNotKnownIsLeftOut() {
    log.write(Moment.START, Disposition.WAIVED, Subject.BROKER, FOUND);

    assertThat(audit.lines())
        .containsExactly(
            "{\"time\":\"2026-11-01T12:00:00.123Z\",\"rule\":\"rule\",\"code\":\"code\",\"kind\":\"connector\",\"disposition\":\"waived\",\"moment\":\"start\",\"found\":\"client:"
                + " found\",\"remedy\":\"remedy\",\"repeated\":0}");
  }

  @Test
  void aRemedyIsMadeOnlyForALineThatIsWritten() {
    AtomicInteger made = new AtomicInteger();
    Violation found =
        Violation.of(
            "rule",
            new Named(Resource.of(Resource.Kind.CONNECTOR, "s"), "client"),
            new Fault("code", "found", "%s"),
            Argument.later(() -> "remedy " + made.incrementAndGet()));

    for (int i = 0; i < 3; i++) {
      log.write(Moment.SEND, Disposition.REFUSED, CLIENT, found);
    }

    assertThat(audit.lines()).singleElement().asString().contains("\"remedy\":\"remedy 1\"");
    assertThat(made).hasValue(1);
  }

  @ParameterizedTest
  @CsvSource({"1000, false", "1001, true"})
  void whatAClientMakesLongIsCut(int length, boolean cut) {
    String id = "x".repeat(length);
    log.write(Moment.CONNECTION, Disposition.REFUSED, new Subject("", "", "", id, "", ""), FOUND);

    assertThat(audit.lines())
        .singleElement()
        .asString()
        .contains("\"clientId\":\"%s\"".formatted(cut ? "x".repeat(1000) + "..." : id));
  }

  @ParameterizedTest(name = "another {0}: {1} lines")
  @CsvSource({
    "nothing,     1",
    "moment,      2",
    "disposition, 2",
    "rule,        2",
    "connector,   2",
    "host,        2",
    "port,        1",
    "user,        2",
    "clientId,    2",
    "protocol,    1",
    "destination, 2",
    "found,       1",
    "code,        2",
    "subject,     2"
  })
  void whatIsAlikeAtRunTimeIsOneLine(String other, int lines) {
    log.write(Moment.SEND, Disposition.REFUSED, CLIENT, FOUND);

    log.write(
        other.equals("moment") ? Moment.CONNECTION : Moment.SEND,
        other.equals("disposition") ? Disposition.REPORTED : Disposition.REFUSED,
        new Subject(
            other.equals("connector") ? "x" : CLIENT.connector(),
            switch (other) {
              case "host" -> "tcp://10.0.0.8:5";
              case "port" -> "tcp://10.0.0.9:65535";
              default -> CLIENT.remoteAddress();
            },
            other.equals("user") ? "x" : CLIENT.user(),
            other.equals("clientId") ? "x" : CLIENT.clientId(),
            other.equals("protocol") ? "x" : CLIENT.protocol(),
            other.equals("destination") ? "x" : CLIENT.destination()),
        violation(
            other.equals("rule") ? "x" : "rule",
            other.equals("subject") ? "x" : "s",
            other.equals("code") ? "x" : "code",
            other.equals("found") ? "x" : ""));

    assertThat(audit.lines()).hasSize(lines);
  }

  @ParameterizedTest(name = "another {0}: {1} lines")
  @CsvSource({"subject, 2", "code, 2", "found, 1"})
  void atTheStartEverythingThatIsWrongIsALine(String other, int lines) {
    log.write(Moment.START, Disposition.REFUSED, Subject.BROKER, FOUND);

    log.write(
        Moment.START,
        Disposition.REFUSED,
        Subject.BROKER,
        violation(
            "rule",
            other.equals("subject") ? "x" : "s",
            other.equals("code") ? "x" : "code",
            other.equals("found") ? "x" : ""));

    assertThat(audit.lines()).hasSize(lines);
  }

  private static Violation violation(String rule, String subject, String code, String shown) {
    return Violation.of(
        rule,
        new Named(Resource.connector(subject), "client"),
        new Fault(code, "found%s", "remedy"),
        Argument.shown(shown));
  }
}
