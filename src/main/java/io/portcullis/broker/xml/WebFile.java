package io.portcullis.broker.xml;

import io.portcullis.broker.platform.FileReach;
import io.portcullis.enforce.RegularFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.w3c.dom.Document;

/**
 * A file of a web application.
 *
 * @param path the file, or the archive that it is in
 * @param entry its name in the archive; empty if it is in none
 */
public record WebFile(Path path, String entry) {

  /**
   * The document types of servlets 2.2 and 2.3. They declare no entities. What has entities of its
   * own is another type.
   */
  private static final Pattern OLD_TYPE =
      Pattern.compile(
          "<!DOCTYPE\\s+web-app\\s+PUBLIC\\s+"
              + "([\"'])-//Sun Microsystems, Inc\\.//DTD Web Application 2\\.[23]//EN\\1"
              + "\\s+([\"'])[^\"'<>]*\\2\\s*>");

  /** Returns a file in a folder, or in an archive that is not unpacked. */
  public static WebFile in(Path place, String name) {
    return Files.isRegularFile(place)
        ? new WebFile(place, name)
        : new WebFile(place.resolve(name), "");
  }

  /** Tells whether there is no such file. An archive has to be read to know. */
  public boolean isMissing() {
    return Files.notExists(path);
  }

  /** Returns it by the one name that all names of it have in common, but for links. */
  public WebFile normalized() {
    return new WebFile(path.toAbsolutePath().normalize(), entry);
  }

  /** Returns its name for people. */
  public String name() {
    return entry.isEmpty() ? path.toString() : "%s!/%s".formatted(path, entry);
  }

  /**
   * Reads it as XML, without the document type of old servlets, which is not fetched.
   *
   * @return empty if its archive does not have it
   * @throws UnreadableFileException if it is no XML
   * @throws IOException if it cannot be read, or is too large
   */
  public Optional<Document> read(FileReach reach) throws IOException {
    Optional<byte[]> bytes = bytes();
    return bytes.isEmpty()
        ? Optional.empty()
        : Optional.of(LocatedXml.read(withoutOldType(bytes.get()), path, reach));
  }

  private Optional<byte[]> bytes() throws IOException {
    int most = (int) FileReach.MOST_BYTES;
    if (entry.isEmpty()) {
      return Optional.of(RegularFile.read(path, most).bytes());
    }
    try (ZipFile zip = new ZipFile(path.toFile())) {
      ZipEntry found = zip.getEntry(entry);
      if (found == null) {
        return Optional.empty();
      }
      try (InputStream in = zip.getInputStream(found)) {
        byte[] bytes = in.readNBytes(most + 1);
        if (bytes.length > most) {
          throw new IOException("it has more than %d bytes".formatted(most));
        }
        return Optional.of(bytes);
      }
    }
  }

  /** Puts spaces in place of the type, so that all lines keep their numbers. */
  private static byte[] withoutOldType(byte[] bytes) {
    Matcher type = OLD_TYPE.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
    return type.find()
        ? type.replaceFirst(type.group().replaceAll("[^\r\n]", " "))
            .getBytes(StandardCharsets.ISO_8859_1)
        : bytes;
  }
}
