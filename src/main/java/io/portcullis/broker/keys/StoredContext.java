package io.portcullis.broker.keys;

import io.portcullis.broker.platform.FileContents;
import io.portcullis.broker.transport.TlsBinding;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.SslContext;
import org.apache.activemq.broker.TransportConnector;
import org.apache.activemq.spring.SpringSslContext;
import org.apache.activemq.spring.Utils;
import org.springframework.core.io.Resource;

/** An {@code <sslContext>} of the broker or of a connector, and the files that it is made of. */
final class StoredContext {

  private final SpringSslContext context;
  private final List<Path> files;

  /** The content of the files that is in use. */
  private FileContents inUse;

  /** The revocation lists that were taken since the start; empty until then. */
  private volatile RevocationLists revocations = RevocationLists.NONE;

  private StoredContext(SpringSslContext context, FileContents before) {
    this.context = context;
    this.files =
        Stream.of(context.getKeyStore(), context.getTrustStore(), context.getCrlPath())
            .flatMap(location -> file(location).stream())
            .distinct()
            .toList();
    this.inUse = FileContents.of(files).or(before.only(files));
  }

  /**
   * Returns the contexts of a broker that are made of files.
   *
   * @param before contents of files that were digested before the contexts were made
   */
  static List<StoredContext> of(BrokerService service, FileContents before) {
    Set<SslContext> configured = Collections.newSetFromMap(new IdentityHashMap<>());
    Optional.ofNullable(service.getSslContext()).ifPresent(configured::add);
    for (TransportConnector connector : service.getTransportConnectors()) {
      TlsBinding.configured(service, connector).ifPresent(configured::add);
    }
    List<StoredContext> stored = new ArrayList<>();
    for (SslContext each : configured) {
      if (each instanceof SpringSslContext spring) {
        StoredContext context = new StoredContext(spring, before);
        if (!context.files.isEmpty()) {
          stored.add(context);
        }
      }
    }
    return stored;
  }

  /** Returns its files. */
  List<Path> files() {
    return files;
  }

  /** Returns the files whose content is not in use. */
  List<Path> changed() {
    return FileContents.of(files).changedSince(inUse);
  }

  /** Returns the content that is in use. */
  FileContents inUse() {
    return inUse;
  }

  /** Tells whether a connector uses it. */
  boolean serves(BrokerService service, TransportConnector connector) {
    return TlsBinding.configured(service, connector).filter(own -> own == context).isPresent();
  }

  /**
   * Reads the files into a context of their own.
   *
   * @param clock the clock that dates are checked by
   * @throws IOException if they cannot be used; the message says why
   */
  LoadedContext load(Clock clock) throws IOException {
    return LoadedContext.of(context, clock);
  }

  /**
   * Uses what was read, all of it at once, from the next handshake on.
   *
   * @param content the content of the files, digested before they were read
   */
  void use(LoadedContext loaded, FileContents content) {
    context.setKeyManagers(loaded.fresh().getKeyManagers());
    context.setTrustManagers(loaded.fresh().getTrustManagers());
    context.setSSLContext(loaded.context());
    revocations = loaded.lists();
    inUse = content;
  }

  /** Returns the revocation lists that were taken since the start. */
  RevocationLists revocations() {
    return revocations;
  }

  /** Returns the file that a location names; empty if it is none, such as an entry of a jar. */
  private static Optional<Path> file(String locationOrNull) {
    if (locationOrNull == null) {
      return Optional.empty();
    }
    try {
      Resource resource = Utils.resourceFromString(locationOrNull);
      return resource.isFile()
          ? Optional.of(resource.getFile().toPath().toAbsolutePath())
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
