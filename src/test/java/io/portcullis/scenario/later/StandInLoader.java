package io.portcullis.scenario.later;

import io.portcullis.testing.HidingLoader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * Loads ActiveMQ and the gate once more, with some of ActiveMQ's classes replaced by those that
 * stand in for a later line.
 */
final class StandInLoader extends ClassLoader {

  private static final String SPRING_CONTEXT = "org.apache.activemq.spring.SpringSslContext";
  private static final String CONTEXT = "org/apache/activemq/broker/SslContext";
  private static final String COMPATIBLE = "org/apache/activemq/broker/CompatibleSslContext";

  private final Path standIns;

  private StandInLoader(Path standIns) {
    super(StandInLoader.class.getClassLoader());
    this.standIns = standIns;
  }

  /**
   * Compiles stand-ins.
   *
   * @param sources the folder of their sources
   * @param classes the folder for their classes
   */
  static StandInLoader of(Path sources, Path classes) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    try (Stream<Path> files = Files.walk(sources)) {
      List<String> arguments =
          Stream.concat(
                  Stream.of(
                      "-nowarn",
                      "-proc:none",
                      "-Xlint:none",
                      "-cp",
                      System.getProperty("java.class.path"),
                      "-d",
                      classes.toString()),
                  files.map(Path::toString).filter(file -> file.endsWith(".java")))
              .toList();
      if (compiler.run(null, said, said, arguments.toArray(new String[0])) != 0) {
        throw new IOException(said.toString(StandardCharsets.UTF_8));
      }
    }
    return new StandInLoader(classes);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith("org.apache.activemq.") && !name.startsWith("io.portcullis.")) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> known = findLoadedClass(name);
      return known == null ? defined(name) : known;
    }
  }

  private Class<?> defined(String name) throws ClassNotFoundException {
    String file = name.replace('.', '/') + ".class";
    try {
      byte[] bytes =
          Files.exists(standIns.resolve(file))
              ? Files.readAllBytes(standIns.resolve(file))
              : real(name, file);
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  private byte[] real(String name, String file) throws IOException, ClassNotFoundException {
    try (InputStream in = getParent().getResourceAsStream(file)) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] bytes = in.readAllBytes();
      // Another superclass is all that changed in it.
      return name.equals(SPRING_CONTEXT)
          ? HidingLoader.renamed(bytes, text -> text.equals(CONTEXT) ? COMPATIBLE : text)
          : bytes;
    }
  }
}
