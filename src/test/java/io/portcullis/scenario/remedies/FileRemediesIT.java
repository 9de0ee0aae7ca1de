package io.portcullis.scenario.remedies;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Remedies for files that others may read or change: commands that a shell runs. */
class FileRemediesIT {

  @TempDir private Path folder;

  static List<Named<Failing>> rows() {
    return Failing.rows(
        Failing.all(Failing.of("file-readable", "everybody", conf("rw-r--r--"))),
        Failing.all(Failing.of("file-readable", "everybody, to change", conf("rw-rw-rw-"))),
        Failing.of(
            "file-readable",
            "a name that a shell divides",
            folder -> {
              open(folder);
              folder.write("activemq it's mine.xml", "");
              Files.setPosixFilePermissions(
                  folder.path("activemq it's mine.xml"),
                  PosixFilePermissions.fromString("rw-r--r--"));
            }),
        Failing.of("file-writable", "a trust store", FileRemediesIT::trustStore),
        Failing.of(
            "folder-readable",
            "the store",
            folder -> {
              open(folder);
              Path store = Files.createDirectory(folder.path("store"));
              Files.setPosixFilePermissions(store, PosixFilePermissions.fromString("rwxr-xr-x"));
              folder.replace(
                  "persistent=\"false\"", "persistent=\"true\" dataDirectory=\"" + store + "\"");
              folder.replace(
                  "<plugins>",
                  "<persistenceAdapter><kahaDB directory=\"%s\"/></persistenceAdapter><plugins>"
                      .formatted(store));
            }));
  }

  private static Failing.Setting conf(String mode) {
    return folder -> {
      open(folder);
      Files.setPosixFilePermissions(folder.xml(), PosixFilePermissions.fromString(mode));
    };
  }

  private static void trustStore(ConfFolder folder) throws Exception {
    open(folder);
    Path trust = Files.copy(folder.path("keys.p12"), folder.path("trust.store"));
    Files.setPosixFilePermissions(trust, PosixFilePermissions.fromString("rw-rw-rw-"));
    folder.replace(
        "<sslContext keyStore=",
        "<sslContext trustStore=\"%s\" trustStorePassword=\"%s\" keyStore="
            .formatted(trust.toUri(), ConfFolder.PASSWORD));
  }

  /** Others pass the folder, so what they may do with its files counts. */
  private static void open(ConfFolder folder) throws IOException {
    for (Path above = folder.path("."); above != null; above = above.getParent()) {
      if (Files.getOwner(above).getName().equals(System.getProperty("user.name"))
          && above.startsWith(System.getProperty("java.io.tmpdir"))
          && !above.equals(Path.of(System.getProperty("java.io.tmpdir")))) {
        Files.setPosixFilePermissions(above, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void remedyHelps(Failing failing) throws Exception {
    Remedies.helps(failing, folder);
  }
}
