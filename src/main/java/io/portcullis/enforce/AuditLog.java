package io.portcullis.enforce;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.portcullis.policy.Resource;
import io.portcullis.rule.Argument;
import io.portcullis.rule.Fault;
import io.portcullis.rule.RuleIds;
import io.portcullis.rule.Violation;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes violations to the logger {@value #LOGGER}, one JSON object a line. The fields are:
 *
 * <ul>
 *   <li>{@code time} (UTC, ISO 8601), {@code rule}, {@code code}, {@code kind}, {@code
 *       disposition}, {@code moment}
 *   <li>{@code connector}, {@code remoteAddress}, {@code user}, {@code clientId}, {@code protocol},
 *       {@code destination}
 *   <li>{@code found}, {@code remedy}
 *   <li>{@code otherProducers}: the number of other producers on the connection of a refused
 *       message whose client did not wait for the answer. A pool closes such a connection
 *   <li>{@code repeated}: the number of similar violations that were not logged since the previous
 *       line
 * </ul>
 *
 * <p>A field without a value is omitted. Text that a client chose is escaped as JSON requires, so
 * it cannot start a new line. The number of lines is {@linkplain LineBudget bounded}.
 */
public final class AuditLog {

  /** The logger's name. */
  public static final String LOGGER = "io.portcullis.audit";

  private static final Logger LOG = LoggerFactory.getLogger(LOGGER);

  private static final Fault OPERATION =
      new Fault(
          "operator-acted",
          "an operator called %s",
          "if nobody of yours did, close this way in and change its password");

  private static final int LONGEST = 1_000;

  private final JsonFactory json = new JsonFactory();
  private final Clock clock;
  private final LogThrottle<Kind> alike;
  private final LineBudget budget;

  /** Reads the time from {@code clock}. */
  public AuditLog(Clock clock) {
    this.clock = clock;
    this.alike = new LogThrottle<>(clock, 1, Kind::source);
    this.budget = new LineBudget(clock);
  }

  /** Writes a violation, unless it is throttled. */
  void write(Moment moment, Disposition disposition, Subject subject, Violation violation) {
    OptionalLong alikeLeftOut = alike.add(Kind.of(moment, disposition, subject, violation));
    if (alikeLeftOut.isEmpty()) {
      return;
    }
    OptionalLong linesLeftOut = budget.spend(moment, violation.rule(), subject);
    if (linesLeftOut.isPresent()) {
      long repeated = alikeLeftOut.getAsLong() + linesLeftOut.getAsLong();
      LOG.warn(line(moment, disposition, subject, violation, repeated));
    }
  }

  /**
   * Writes an operator's action, one line each. The number of lines is bounded as for violations.
   */
  void writeOperation(Subject operator, String what, String where) {
    Violation operation =
        new Violation(
            RuleIds.SECURE_MANAGEMENT,
            Resource.only(Resource.Kind.MANAGEMENT),
            where,
            OPERATION,
            List.of(new Argument(what, true)));
    OptionalLong leftOut = budget.spend(Moment.CONNECTION, RuleIds.SECURE_MANAGEMENT, operator);
    if (leftOut.isPresent()) {
      LOG.warn(
          line(Moment.CONNECTION, Disposition.REPORTED, operator, operation, leftOut.getAsLong()));
    }
  }

  private String line(
      Moment moment, Disposition disposition, Subject subject, Violation violation, long repeated) {
    StringWriter line = new StringWriter(512);
    try (JsonGenerator object = json.createGenerator(line)) {
      object.writeStartObject();
      field(object, "time", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
      field(object, "rule", violation.rule());
      field(object, "code", violation.code());
      field(object, "kind", violation.about().kind().word());
      field(object, "disposition", disposition.word());
      field(object, "moment", moment.word());
      field(object, "connector", subject.connector());
      field(object, "remoteAddress", subject.remoteAddress());
      field(object, "user", subject.user());
      field(object, "clientId", subject.clientId());
      field(object, "protocol", subject.protocol());
      field(object, "destination", subject.destination());
      field(object, "found", violation.where() + ": " + violation.found());
      field(object, "remedy", violation.remedy() + subject.advice());
      if (subject.otherProducers() > 0) {
        object.writeNumberField("otherProducers", subject.otherProducers());
      }
      object.writeNumberField("repeated", repeated);
      object.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a StringWriter does not fail", e);
    }
    return line.toString();
  }

  private static void field(JsonGenerator object, String name, String value) throws IOException {
    if (!value.isEmpty()) {
      object.writeStringField(name, cut(value));
    }
  }

  private static String cut(String value) {
    return value.length() <= LONGEST ? value : value.substring(0, LONGEST) + "...";
  }

  /**
   * The properties that make violations similar. At the start it is the violation itself, because
   * one thing may have several faults. At run time it is its code, subject, user and source. The
   * protocol counts where it is what the violation is about. The remote port and the arguments
   * change with every attempt, so they do not count.
   */
  private record Kind(
      Subject.Source source,
      Moment moment,
      Disposition disposition,
      String rule,
      Subject who,
      Object what) {

    static Kind of(Moment moment, Disposition disposition, Subject subject, Violation violation) {
      return new Kind(
          subject.source(),
          moment,
          disposition,
          violation.rule(),
          new Subject(
              subject.connector(),
              remote(subject, violation),
              subject.user(),
              subject.clientId(),
              violation.rule().equals(RuleIds.RESTRICT_PROTOCOLS) ? subject.protocol() : "",
              subject.destination()),
          moment == Moment.START ? violation.key() : codeOf(violation));
    }

    /**
     * Returns the remote address, without a client's port, which changes with every connection. The
     * port of a link says where it leads, so it stays.
     */
    private static String remote(Subject subject, Violation violation) {
      return violation.about().kind() == Resource.Kind.NETWORK_CONNECTOR
          ? subject.remoteAddress()
          : Subject.host(subject.remoteAddress());
    }

    /**
     * Returns the identity of a violation's subject. A destination is already part of the client's
     * description, shortened. Here it would have its full length.
     */
    private static List<Object> codeOf(Violation violation) {
      return violation.about().kind() == Resource.Kind.DESTINATION
          ? List.of(violation.code())
          : List.of(violation.code(), violation.about());
    }
  }
}
