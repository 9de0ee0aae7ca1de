package io.portcullis.broker.platform;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The folders that configurations name as {@code ${activemq.conf}} and the like, which {@code
 * bin/activemq} tells the JVM. If a file is read elsewhere, they are assumed to lie around it while
 * it is read. Folders that the JVM was told stay as they are.
 */
public final class AssumedFolders implements AutoCloseable {

  private static final String CONF = "activemq.conf";
  private static final String BASE = "activemq.base";
  private static final String HOME = "activemq.home";
  private static final String DATA = "activemq.data";

  private static final String LOGINS = "java.security.auth.login.config";

  private final Map<String, String> assumed = new LinkedHashMap<>();
  private final Map<String, String> before = new LinkedHashMap<>();

  private AssumedFolders() {}

  /** Assumes folders that this JVM does not know: the file's own folder, and those around it. */
  public static AssumedFolders around(Path file) {
    Path conf = file.toAbsolutePath().normalize().getParent();
    AssumedFolders folders = new AssumedFolders();
    folders.assumeAround(conf);
    return folders;
  }

  /**
   * Assumes that all folders lie around a file, which may belong to another broker. This JVM's own
   * folders do not count. Folders that are the same are not assumed.
   */
  public static AssumedFolders onlyAround(Path file) {
    Path conf = file.toAbsolutePath().normalize().getParent();
    AssumedFolders folders = new AssumedFolders();
    if (!conf.equals(told(CONF))) {
      for (String property : List.of(CONF, BASE, HOME, DATA)) {
        Optional.ofNullable(System.getProperty(property))
            .ifPresent(folder -> folders.before.put(property, folder));
        System.clearProperty(property);
      }
    }
    folders.assumeAround(conf);
    return folders;
  }

  /**
   * Assumes that a copy of a file lies where the original does: all folders but {@code
   * activemq.conf} are those of the original.
   *
   * @param whole whether this JVM's own folders count for the original
   */
  public static AssumedFolders ofCopy(Path copy, Path original, boolean whole) {
    AssumedFolders folders = whole ? around(original) : onlyAround(original);
    Optional.ofNullable(System.getProperty(CONF))
        .filter(conf -> !folders.assumed.containsKey(CONF))
        .ifPresent(conf -> folders.before.putIfAbsent(CONF, conf));
    Path conf = copy.toAbsolutePath().normalize().getParent();
    System.setProperty(CONF, conf.toString());
    folders.assumed.put(CONF, conf.toString());
    // The copy has a login.config of its own.
    Optional.ofNullable(System.getProperty(LOGINS))
        .ifPresent(logins -> folders.before.put(LOGINS, logins));
    System.clearProperty(LOGINS);
    return folders;
  }

  private static Path told(String property) {
    return Path.of(System.getProperty(property, "")).toAbsolutePath().normalize();
  }

  private void assumeAround(Path conf) {
    Path base = conf.getParent() == null ? conf : conf.getParent();
    assume(CONF, conf);
    assume(BASE, base);
    assume(HOME, base);
    assume(DATA, Path.of(System.getProperty(BASE)).resolve("data"));
  }

  private void assume(String property, Path folder) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, folder.toString());
      assumed.put(property, folder.toString());
    }
  }

  /** All folders, assumed or not. */
  public Map<String, String> all() {
    Map<String, String> all = new LinkedHashMap<>();
    for (String property : List.of(CONF, BASE, HOME, DATA)) {
      all.put(property, System.getProperty(property));
    }
    return all;
  }

  /**
   * Describes the assumed folders, such as {@code activemq.conf=/opt/activemq/conf}; empty if all
   * were known.
   */
  public List<String> lines() {
    return assumed.entrySet().stream()
        .map(folder -> folder.getKey() + "=" + folder.getValue())
        .toList();
  }

  /** Ends the assumptions. */
  @Override
  public void close() {
    assumed.keySet().forEach(System::clearProperty);
    before.forEach(System::setProperty);
  }
}
