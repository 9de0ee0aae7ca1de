package io.portcullis.broker;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The folders that {@code bin/activemq} tells the JVM of, and that configurations name as {@code
 * ${activemq.conf}} and the like. For a file that is read elsewhere they are assumed to lie around
 * it, for as long as it is read; those that the JVM was told of stay as they are.
 */
public final class AssumedFolders implements AutoCloseable {

  private static final String CONF = "activemq.conf";
  private static final String BASE = "activemq.base";
  private static final String HOME = "activemq.home";
  private static final String DATA = "activemq.data";

  private final Map<String, String> assumed = new LinkedHashMap<>();

  private AssumedFolders() {}

  /** Assumes those that this JVM knows nothing of: the file's own folder, and what is around it. */
  public static AssumedFolders around(Path file) {
    Path conf = file.toAbsolutePath().normalize().getParent();
    Path base = conf.getParent() == null ? conf : conf.getParent();
    AssumedFolders folders = new AssumedFolders();
    folders.assume(CONF, conf);
    folders.assume(BASE, base);
    folders.assume(HOME, base);
    folders.assume(DATA, Path.of(System.getProperty(BASE)).resolve("data"));
    return folders;
  }

  private void assume(String property, Path folder) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, folder.toString());
      assumed.put(property, folder.toString());
    }
  }

  /** Which, such as {@code activemq.conf=/opt/activemq/conf}; empty if all were known. */
  public List<String> lines() {
    return assumed.entrySet().stream()
        .map(folder -> folder.getKey() + "=" + folder.getValue())
        .toList();
  }

  /** Assumes nothing any more. */
  @Override
  public void close() {
    assumed.keySet().forEach(System::clearProperty);
  }
}
