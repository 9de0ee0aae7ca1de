package io.portcullis.broker.keys;

import io.portcullis.broker.connector.BrokerInspector;
import io.portcullis.broker.platform.FileContents;
import io.portcullis.broker.platform.Subjects;
import io.portcullis.broker.rights.LiveLogins;
import io.portcullis.enforce.Disposition;
import io.portcullis.enforce.Enforcer;
import io.portcullis.enforce.IndependentSteps;
import io.portcullis.enforce.RegularFile;
import io.portcullis.rule.CertificateFacts;
import io.portcullis.rule.ConnectorFacts;
import io.portcullis.rule.RuleIds;
import io.portcullis.rule.ShownCertificateFacts;
import io.portcullis.rule.Violation;
import io.portcullis.rule.ViolationKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.broker.Connector;
import org.apache.activemq.broker.TransportConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes changed key stores, trust stores and revocation lists of a broker's {@code <sslContext>}:
 * all files of a context at once, or none. What was read is checked first. Handshakes use it from
 * then on, also those of clients that have a session. Connections stay, unless their certificate is
 * revoked.
 *
 * <p>It does not cover Java's own key store ({@code javax.net.ssl.keyStore}), stores of Jetty, and
 * contexts that a program made of keys. Locations, types and passwords stay those of the start.
 */
public final class KeyStoreReload {

  private static final Logger LOG = LoggerFactory.getLogger(KeyStoreReload.class);

  private static final int MOST_BYTES = 64 << 20;

  private final BrokerService service;
  private final Enforcer enforcer;
  private final RevokedClients revoked;
  private final Runnable afterwards;
  private final Clock clock;
  private final List<StoredContext> contexts;

  /** For each context the last logged reason why it was not taken, until it can be. */
  private final Map<StoredContext, String> said = new HashMap<>();

  /**
   * @param service the broker, whose contexts are made
   * @param present who is logged in
   * @param before the contents of files that may have changed since the contexts were made
   * @param afterwards runs after each change
   * @param clock the clock that dates are checked by
   */
  public KeyStoreReload(
      BrokerService service,
      Enforcer enforcer,
      LiveLogins present,
      FileContents before,
      Runnable afterwards,
      Clock clock) {
    this.service = service;
    this.enforcer = enforcer;
    this.revoked = new RevokedClients(enforcer, present);
    this.afterwards = afterwards;
    this.clock = clock;
    this.contexts = StoredContext.of(service, before);
  }

  /** Returns the files that are taken when they change. */
  public List<Path> files() {
    return contexts.stream().flatMap(context -> context.files().stream()).distinct().toList();
  }

  /** Returns the contents that are in use. */
  public synchronized FileContents inUse() {
    return contexts.stream()
        .map(StoredContext::inUse)
        .reduce(new FileContents(Map.of()), FileContents::or);
  }

  /**
   * Takes what has changed, if it can be used. It logs each change, and once why one is not taken.
   *
   * @return whether all files are in use
   */
  public synchronized boolean take() {
    boolean all = true;
    for (StoredContext context : contexts) {
      all &= take(context);
    }
    return all;
  }

  private boolean take(StoredContext context) {
    FileContents now = FileContents.of(context.files());
    List<Path> changed = now.changedSince(context.inUse());
    if (changed.isEmpty()) {
      restored(context);
      return true;
    }
    try {
      LoadedContext loaded = context.load(clock);
      List<TransportConnector> served =
          service.getTransportConnectors().stream()
              .filter(connector -> context.serves(service, connector))
              .toList();
      String line = line(changed, served, loaded);
      checkRule(served, loaded);
      context.use(loaded, now);
      said.remove(context);
      LOG.info(line);
    } catch (IOException e) {
      String why =
          "%s changed and cannot be used: %s; connectors go on with what they have read"
              .formatted(names(changed), e.getMessage());
      if (!why.equals(said.put(context, why))) {
        LOG.error(why);
      }
      return false;
    }
    IndependentSteps.steps(
        afterwards::run,
        () ->
            revoked.end(
                connection -> serves(context, connection.getConnector()), context.revocations()));
    return true;
  }

  private void restored(StoredContext context) {
    if (said.remove(context) != null) {
      LOG.info("{} is again what connectors have read", names(context.files()));
    }
  }

  /** Logs that files are again as they are in use. */
  public synchronized void restored() {
    contexts.stream().filter(context -> context.changed().isEmpty()).forEach(this::restored);
  }

  /** Returns the files that changed and could not be used, a line each. */
  public synchronized List<String> waiting() {
    return contexts.stream()
        .filter(said::containsKey)
        .flatMap(context -> context.changed().stream())
        .distinct()
        .map(KeyStoreReload::waiting)
        .toList();
  }

  private static String waiting(Path file) {
    try {
      RegularFile unused = RegularFile.read(file, MOST_BYTES);
      return "%s has changed and cannot be used; connectors go on with what they have read"
          .formatted(file);
    } catch (IOException e) {
      return ("%s cannot be read any more; connectors go on with what they have read, and the"
              + " broker does not start again without it")
          .formatted(file);
    }
  }

  /**
   * Judges a connection that has logged in. It may have made its handshake before its certificate
   * was revoked.
   *
   * @throws SecurityException if its certificate is revoked
   */
  public void judge(ConnectionContext connection) {
    for (StoredContext context : contexts) {
      if (!context.revocations().isEmpty() && serves(context, connection.getConnector())) {
        Optional<SecurityException> refusal = revoked.refusal(connection, context.revocations());
        if (refusal.isPresent()) {
          throw refusal.get();
        }
      }
    }
  }

  private boolean serves(StoredContext context, Connector connector) {
    return connector instanceof TransportConnector transport && context.serves(service, transport);
  }

  private void checkRule(List<TransportConnector> served, LoadedContext loaded) throws IOException {
    for (TransportConnector connector : served) {
      ConnectorFacts present = BrokerInspector.connector(service, connector);
      Set<ViolationKey> known =
          judge(present).stream().map(Violation::key).collect(Collectors.toUnmodifiableSet());
      Optional<Violation> refused =
          judge(present.showing(loaded.shown())).stream()
              .filter(violation -> !known.contains(violation.key()))
              .filter(this::isRefused)
              .findFirst();
      if (refused.isPresent()) {
        throw new IOException(refused.get().line());
      }
    }
  }

  private boolean isRefused(Violation violation) {
    return enforcer.now().on(violation).disposition() == Disposition.REFUSED;
  }

  private List<Violation> judge(ConnectorFacts connector) {
    return enforcer
        .now()
        .rules()
        .judge(
            connector,
            rule ->
                rule.id().equals(RuleIds.REQUIRE_VALID_CERTIFICATE)
                    ? rule.judge(connector)
                    : List.of());
  }

  private String line(List<Path> changed, List<TransportConnector> served, LoadedContext loaded) {
    Optional<ShownCertificateFacts> former =
        served.stream()
            .flatMap(connector -> BrokerInspector.connector(service, connector).tls().stream())
            .map(tls -> tls.shown())
            .findFirst();
    String before = former.map(KeyStoreReload::own).orElse("nothing");
    String after = own(loaded.shown());
    return "%s changed and is in use: %s %s"
        .formatted(
            names(changed),
            served.stream().map(Subjects::connector).collect(Collectors.joining(", ")),
            before.equals(after)
                ? "show the same certificate"
                : "show %s instead of %s".formatted(after, before));
  }

  private static String own(ShownCertificateFacts shown) {
    return shown.certificates().stream()
        .filter(CertificateFacts::own)
        .map(own -> "%s (serial %s, until %s)".formatted(own.subject(), own.serial(), own.until()))
        .collect(Collectors.joining(" and "));
  }

  private static String names(List<Path> files) {
    return files.stream().map(Path::toString).collect(Collectors.joining(", "));
  }
}
