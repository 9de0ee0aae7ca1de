package io.portcullis.broker.start;

import io.portcullis.broker.connector.BrokerInspector;
import io.portcullis.broker.connector.ConnectorUris;
import io.portcullis.broker.platform.BrokerVersion;
import io.portcullis.broker.platform.UnreplacedText;
import io.portcullis.rule.Bound;
import io.portcullis.rule.ConnectorFacts;
import io.portcullis.rule.ConnectorLimits;
import io.portcullis.rule.LimitFacts;
import io.portcullis.rule.SpaceLimit;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.TransportConnector;
import org.apache.activemq.usage.SystemUsage;
import org.apache.activemq.util.StoreUtil;

/** Finds the limits on what clients may use of a broker. */
final class LimitInspector {

  /** The name of the limits that a broker makes itself if its configuration has none. */
  private static final String BROKERS_OWN = "Main";

  private LimitInspector() {}

  /**
   * Returns the facts of a broker.
   *
   * @param uris the connectors that it has only as URIs
   * @param unreplaced the texts with placeholders that nothing replaced
   */
  public static LimitFacts limits(
      BrokerService service, ConnectorUris uris, List<UnreplacedText> unreplaced) {
    List<ConnectorLimits> connectors = new ArrayList<>(connectors(service));
    connectors.addAll(connectors(service, uris));
    return new LimitFacts(
        connectors,
        // 0 and less turn it off.
        attribute(service, "maxUncommittedCount")
            .filter(bound -> BrokerVersion.boundsTransactions())
            .map(LimitInspector::positive),
        // Since the fixes of 2026.
        attribute(service, "maxInflatedDataSize"),
        DestinationLimits.of(service.getDestinationPolicy()),
        spaces(service),
        Runtime.getRuntime().maxMemory(),
        unreplaced.stream().map(KnownProperties::placeholder).toList());
  }

  private static List<ConnectorLimits> connectors(BrokerService service) {
    List<ConnectorLimits> limits = new ArrayList<>();
    for (TransportConnector connector : service.getTransportConnectors()) {
      ConnectorFacts facts = BrokerInspector.connector(service, connector);
      ConnectorBounds.of(facts, connector.getUri()).ifPresent(limits::add);
    }
    return limits;
  }

  private static List<ConnectorLimits> connectors(BrokerService service, ConnectorUris uris) {
    List<ConnectorFacts> facts = uris.connectors(service).toList();
    List<ConnectorLimits> limits = new ArrayList<>();
    for (int i = 0; i < facts.size(); i++) {
      limits(facts.get(i), uris.transport().get(i)).ifPresent(limits::add);
    }
    return limits;
  }

  /** Returns the limits of a connector. If its URI cannot be read, ActiveMQ cannot bind it. */
  private static Optional<ConnectorLimits> limits(ConnectorFacts connector, String uri) {
    try {
      return ConnectorBounds.of(connector, new URI(uri));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /** Returns an attribute that only some versions have. */
  private static Optional<Bound> attribute(BrokerService service, String name) {
    String getter = "get" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
    try {
      int value = (int) BrokerService.class.getMethod(getter).invoke(service);
      return Optional.of(new Bound(name, String.valueOf(value), OptionalLong.of(value)));
    } catch (NoSuchMethodException e) {
      return Optional.empty();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a public getter does not fail", e);
    }
  }

  private static Bound positive(Bound bound) {
    return bound.value().orElse(0) > 0
        ? bound
        : new Bound(bound.option(), bound.written(), OptionalLong.empty());
  }

  private static List<SpaceLimit> spaces(BrokerService service) {
    SystemUsage usage = service.getSystemUsage();
    boolean written = !BROKERS_OWN.equals(usage.getName());
    List<SpaceLimit> spaces = new ArrayList<>();
    spaces.add(
        new SpaceLimit(
            "memoryUsage",
            "the heap",
            usage.getMemoryUsage().getLimit(),
            OptionalLong.of(Runtime.getRuntime().maxMemory()),
            written));
    if (service.isPersistent()) {
      spaces.add(
          new SpaceLimit(
              "storeUsage",
              "the store's disk",
              usage.getStoreUsage().getLimit(),
              StoreFolders.store(service).map(LimitInspector::space).orElse(OptionalLong.empty()),
              written));
      spaces.add(
          new SpaceLimit(
              "tempUsage",
              "the disk of temporary data",
              usage.getTempUsage().getLimit(),
              space(service.getTmpDataDirectory()),
              written));
    }
    if (service.isSchedulerSupport()) {
      spaces.add(
          new SpaceLimit(
              "jobSchedulerUsage",
              "the scheduler's disk",
              usage.getJobSchedulerUsage().getLimit(),
              space(service.getSchedulerDirectoryFile()),
              written));
    }
    return spaces;
  }

  private static OptionalLong space(File folder) {
    try {
      return FileInspector.ask(folder.toPath(), () -> spaceNow(folder));
    } catch (IOException e) {
      // That it does not answer is found where the files are looked at.
      return OptionalLong.empty();
    }
  }

  private static OptionalLong spaceNow(File folder) {
    File existing = StoreUtil.findParentDirectory(folder);
    long bytes = existing == null ? 0 : existing.getTotalSpace();
    return bytes > 0 ? OptionalLong.of(bytes) : OptionalLong.empty();
  }
}
