package io.portcullis.broker.transport;

import io.portcullis.broker.platform.ConfigurationFault;
import io.portcullis.broker.platform.FileReach;
import io.portcullis.enforce.Finding;
import io.portcullis.enforce.RegularFile;
import io.portcullis.rule.Argument;
import io.portcullis.rule.Fault;
import java.io.IOException;
import java.net.MalformedURLException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.activemq.spring.SpringSslContext;
import org.apache.activemq.spring.Utils;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.io.Resource;

/**
 * Loads the keys of a broker's {@code <sslContext>} and records the errors. If keys are missing, as
 * in a checkout without secrets, a start would fail and say nothing else. Here the error is
 * reported, and the rest of the broker is read without the keys.
 */
public final class KeyStoreFaults implements BeanPostProcessor {

  private static final Fault UNLOADED =
      new Fault(
          "keys-unloaded",
          "its keys cannot be loaded from %s: %s",
          "correct its keyStore, keyStoreType and keyStorePassword, and those of its trustStore");
  private static final Fault REMOTE =
      new Fault(
          "keys-remote",
          "its %s %s was not looked at, since nothing is fetched over the network",
          "put a copy beside the file, and name that");
  private static final Fault UNREADABLE =
      new Fault(
          "keys-unreadable",
          "its keys cannot be loaded from %s: %s",
          "put a %3$s there that the broker's user can read");
  private static final Fault MISSING =
      new Fault(
          "keys-missing",
          "its %s %s is not there, so the broker cannot start",
          "put it there, or check where the keys are");

  static final String WHERE = "<sslContext>";
  private static final Set<String> LOCAL = Set.of("file:", "jar:file:");

  static final int MOST_BYTES = 64 << 20;

  private final List<Finding> found = new ArrayList<>();
  private final List<String> notRead = new ArrayList<>();
  private final FileReach reach;

  /**
   * @param reach which of the existing stores are read
   */
  public KeyStoreFaults(FileReach reach) {
    this.reach = reach;
  }

  /** Describes what exists and was not read. */
  public List<String> notRead() {
    return notRead;
  }

  /** Returns what was missing or could not be loaded. */
  public List<Finding> found() {
    return found;
  }

  /**
   * The same where something that loads them is not known, such as a password: that they could not
   * be loaded says nothing then.
   */
  public List<Finding> foundWithoutLoading() {
    return found.stream()
        .filter(finding -> !finding.violation().code().equals(UNLOADED.code()))
        .toList();
  }

  @Override
  public Object postProcessBeforeInitialization(Object bean, String name) {
    if (bean instanceof SpringSslContext context) {
      load(context);
    }
    return bean;
  }

  private void load(SpringSslContext context) {
    try {
      if (isMissing("key store", context.getKeyStore())
          || isOfUnreadType(StoreType.ofKeys(context))) {
        context.setKeyStore(null);
      }
      if (isMissing("trust store", context.getTrustStore())
          || isOfUnreadType(StoreType.ofTrust(context))) {
        context.setTrustStore(null);
      }
      if (isMissing("revocation list", context.getCrlPath())) {
        context.setCrlPath(null);
      }
      context.afterPropertiesSet();
    } catch (Exception e) {
      // Stores, keys and providers fail in many ways, and each keeps the broker from starting.
      found.add(
          ConfigurationFault.of(
              WHERE, UNLOADED, context.getKeyStore(), Argument.shown(e.getMessage())));
    }
  }

  /** Tells whether Java does not read a store as what it is written to be, and says so. */
  private boolean isOfUnreadType(StoreType store) throws IOException {
    Optional<Finding> fault = store.fault(isInReach(store.location()));
    fault.ifPresent(found::add);
    return fault.isPresent();
  }

  private boolean isInReach(Optional<String> location) throws IOException {
    if (location.isEmpty()) {
      return false;
    }
    Resource resource = resource(location.get());
    return resource.isFile() && reach.allows(resource.getFile().toPath());
  }

  private boolean isMissing(String what, String locationOrNull) throws IOException {
    if (locationOrNull == null) {
      return false;
    }
    Resource resource = resource(locationOrNull);
    if (!isLocal(resource)) {
      found.add(ConfigurationFault.of(WHERE, REMOTE, what, locationOrNull));
      return true;
    }
    if (resource.exists() && !isRead(what, locationOrNull, resource)) {
      return true;
    }
    if (resource.isFile()) {
      try {
        RegularFile.read(resource.getFile().toPath(), MOST_BYTES);
        return false;
      } catch (NoSuchFileException e) {
        return isNotThere(what, resource.getFile());
      } catch (IOException e) {
        found.add(
            ConfigurationFault.of(
                WHERE,
                UNREADABLE,
                resource.getFile(),
                Argument.shown(RegularFile.reason(e)),
                what));
        return true;
      }
    }
    return !resource.exists() && isNotThere(what, locationOrNull);
  }

  private boolean isNotThere(String what, Object where) {
    found.add(ConfigurationFault.of(WHERE, MISSING, what, where));
    return true;
  }

  /** Tells whether a store is read. A store in a jar is in no folder. */
  private boolean isRead(String what, String location, Resource resource) throws IOException {
    boolean read =
        reach.folder().isEmpty()
            || (resource.isFile() && reach.allows(resource.getFile().toPath()));
    if (!read) {
      notRead.add(
          "%s \"%s\" is not read: it is not a file of the folder".formatted(what, location));
    }
    return read;
  }

  static Resource resource(String location) throws MalformedURLException {
    return Utils.resourceFromString(location);
  }

  /** Tells whether reading it needs no network. A resource without a URL does not exist. */
  private static boolean isLocal(Resource resource) {
    try {
      String hostOrNull = resource.getURL().getHost();
      if (hostOrNull != null && !hostOrNull.isEmpty()) {
        return false; // a file of another host, which the JDK asks for by FTP
      }
      return resource.isFile()
          || LOCAL.stream().anyMatch(String.valueOf(resource.getURL())::startsWith);
    } catch (IOException e) {
      return true;
    }
  }
}
