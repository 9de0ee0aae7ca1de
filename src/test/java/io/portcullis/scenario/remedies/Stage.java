package io.portcullis.scenario.remedies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.AuditLines;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.WebConsole;
import jakarta.jms.JMSException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.opentest4j.TestAbortedException;

/**
 * A broker that refuses, what it writes to the audit log, and a client that no remedy may disturb.
 */
final class Stage implements AutoCloseable {

  /** Something that is encrypted. */
  static final byte[] ENCRYPTED = Ciphertexts.encrypt(new byte[] {1, 2, 3});

  private final Optional<GatedBroker> broker;
  private final Runnable closing;
  private final AuditLines audit = AuditLines.capture();
  private final OpenWire bystander;

  private Stage(Optional<GatedBroker> broker, Runnable closing, OpenWire bystander) {
    this.broker = broker;
    this.closing = closing;
    this.bystander = bystander;
  }

  /** Takes a broker that has started and has a connector {@code ssl}. */
  static Stage of(GatedBroker broker) throws Exception {
    return new Stage(Optional.of(broker), broker::close, OpenWire.connect(broker, "admin"));
  }

  /** Takes a console that has started, with the broker beside it. */
  static Stage of(WebConsole console) throws Exception {
    return new Stage(Optional.empty(), console::close, console.connect("admin"));
  }

  GatedBroker broker() {
    return broker.orElseThrow();
  }

  OpenWire user() throws Exception {
    return OpenWire.connect(broker(), "user");
  }

  OpenWire admin() throws Exception {
    return OpenWire.connect(broker(), "admin");
  }

  /** Where an OpenWire client connects. */
  String uri() throws Exception {
    return "ssl://localhost:" + broker().port("ssl");
  }

  /** Connects a user with a client id. */
  OpenWire named(String user, String clientId) throws Exception {
    return OpenWire.connect(
        uri(), user, GatedBroker.PASSWORD, connection -> connection.setClientID(clientId));
  }

  /** Demands that a remedy says this, and returns what the groups of the pattern matched. */
  static Matcher said(String line, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(remedy(line));
    assertThat(matcher.find()).as(remedy(line)).isTrue();
    return matcher;
  }

  private static String code(String line) {
    return AuditLines.field(line, "code");
  }

  private List<String> refusedSince(int before) {
    List<String> lines = audit.lines();
    return lines.subList(before, lines.size()).stream()
        .filter(line -> AuditLines.field(line, "disposition").equals("refused"))
        .toList();
  }

  /** Does what the gate refuses with a code, and returns the line of the audit log about it. */
  String refused(String code, ThrowingCallable deed) {
    return noted(code, "refused", deed);
  }

  /** The same of what the gate only reports. */
  String noted(String code, String disposition, ThrowingCallable deed) {
    int before = audit.lines().size();
    Optional<Throwable> thrown = thrown(deed);
    await()
        .atMost(Duration.ofSeconds(10))
        .pollInterval(Duration.ofMillis(10))
        .untilAsserted(
            () ->
                assertThat(audit.lines().subList(before, audit.lines().size()))
                    .as("%s", thrown)
                    .anySatisfy(
                        line -> {
                          assertThat(code(line)).isEqualTo(code);
                          assertThat(AuditLines.field(line, "disposition")).isEqualTo(disposition);
                        }));
    return audit.lines().stream()
        .skip(before)
        .filter(line -> code(line).equals(code))
        .findFirst()
        .orElseThrow();
  }

  private static Optional<Throwable> thrown(ThrowingCallable deed) {
    try {
      deed.call();
      return Optional.empty();
    } catch (TestAbortedException e) {
      throw e;
    } catch (Throwable e) {
      return Optional.of(e);
    }
  }

  /** Returns the remedy of a line. */
  static String remedy(String line) {
    return AuditLines.field(line, "remedy");
  }

  /** Returns what was found, by a line. */
  static String found(String line) {
    return AuditLines.field(line, "found");
  }

  /** Does what the gate accepts now. Nobody is refused for it, and the bystander goes on. */
  void accepted(ThrowingCallable deed) throws Exception {
    int before = audit.lines().size();
    assertThat(thrown(deed)).isEmpty();
    bystander.send("BYSTANDER", ENCRYPTED);
    assertThat(refusedSince(before)).isEmpty();
  }

  @Override
  public void close() throws JMSException {
    bystander.close();
    audit.close();
    closing.run();
  }
}
