package io.portcullis.broker.keys;

import io.portcullis.broker.connector.BrokerInspector;
import io.portcullis.broker.platform.FileContents;
import io.portcullis.broker.rights.LiveLogins;
import io.portcullis.enforce.Disposition;
import io.portcullis.enforce.Enforcer;
import io.portcullis.enforce.IndependentSteps;
import io.portcullis.rule.ConnectorFacts;
import io.portcullis.rule.RuleIds;
import io.portcullis.rule.ShownCertificateFacts;
import io.portcullis.rule.Violation;
import io.portcullis.rule.ViolationKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
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

  private final BrokerService service;
  private final Enforcer enforcer;
  private final RevokedClients revoked;
  private final Runnable afterwards;
  private final Clock clock;
  private final List<StoredContext> contexts;

  /** For each context the last logged reason why it was not taken, until it can be. */
  private final Map<StoredContext, String> said = new HashMap<>();

  /** What is still to do since a change was taken. */
  private final DueSteps due = new DueSteps();

  /**
   * @param service the broker, whose contexts are made
   * @param present who is logged in
   * @param before the contents of files that may have changed since the contexts were made
   * @param afterwards runs after each change, and again on the next look if it fails
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
   * Then it does what follows a change, and what failed of that before.
   *
   * @return whether all files are in use
   * @throws IndependentSteps.TurnFailedException if something failed; the next call tries it again
   */
  public synchronized boolean take() {
    List<StoredContext> untaken = new ArrayList<>();
    IndependentSteps.steps(
        () ->
            IndependentSteps.each(
                contexts,
                context -> {
                  if (!isTaken(context)) {
                    untaken.add(context);
                  }
                }),
        due::run);
    return untaken.isEmpty();
  }

  private boolean isTaken(StoredContext context) {
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
      String line = ReloadLines.taken(changed, shownBefore(served), served, loaded.shown());
      checkRule(served, loaded);
      context.use(loaded, now);
      due.add(afterwards, afterwards::run);
      due.add(context, () -> endRevoked(context));
      said.remove(context);
      LOG.info(line);
      return true;
    } catch (IOException e) {
      String why = ReloadLines.unusable(changed, e.getMessage());
      if (!why.equals(said.put(context, why))) {
        LOG.error(why);
      }
      return false;
    }
  }

  private void endRevoked(StoredContext context) {
    revoked.end(connection -> serves(context, connection.getConnector()), context.revocations());
  }

  private void restored(StoredContext context) {
    if (said.remove(context) != null) {
      LOG.info("{} is again what connectors have read", ReloadLines.names(context.files()));
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
        .map(ReloadLines::waiting)
        .toList();
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

  private Optional<ShownCertificateFacts> shownBefore(List<TransportConnector> served) {
    return served.stream()
        .flatMap(connector -> BrokerInspector.connector(service, connector).tls().stream())
        .map(tls -> tls.shown())
        .findFirst();
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
}
