package io.portcullis.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads whole files that a command names, up to a bound. A larger file is an error, so that it
 * cannot exhaust the heap.
 */
final class InputFiles {

  /** The name of standard input. */
  static final String STANDARD_INPUT = "-";

  /** ActiveMQ's default maxFrameSize: no message is larger, unless a broker is told otherwise. */
  static final int MOST_BYTES = 100 << 20;

  /**
   * A file from a pipe is held twice while it is read. A base64 file is held beside its bytes. The
   * description of a header can be several times as long as the header.
   */
  static final int SHARE_OF_HEAP = 16;

  private final InputStream standardInput;
  private final int maxBytes;

  InputFiles(InputStream standardInput, int maxBytes) {
    this.standardInput = standardInput;
    this.maxBytes = maxBytes;
  }

  /** The bound in this JVM: {@link #MOST_BYTES}, or a sixteenth of a heap that is small. */
  static int mostBytes() {
    return (int) Math.min(MOST_BYTES, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
  }

  /**
   * Returns the bytes of a file, or of standard input.
   *
   * @throws IOException if it cannot be read or is larger than the bound; the message tells why, in
   *     a few words and without the name
   */
  byte[] read(String name) throws IOException {
    byte[] bytes = name.equals(STANDARD_INPUT) ? readSome(standardInput) : readFile(name);
    if (bytes.length > maxBytes) {
      throw new IOException(
          "larger than %d bytes, the most that is read (100 MiB, or less with a small Java heap)"
              .formatted(maxBytes));
    }
    return bytes;
  }

  private byte[] readFile(String name) throws IOException {
    try (InputStream in = Files.newInputStream(Path.of(name))) {
      return readSome(in);
    } catch (NoSuchFileException e) {
      throw new IOException("no such file", e);
    } catch (AccessDeniedException e) {
      throw new IOException("permission denied", e);
    } catch (FileSystemException e) {
      throw new IOException(Optional.ofNullable(e.getReason()).orElse("cannot be read"), e);
    } catch (InvalidPathException e) {
      throw new IOException("no name of a file", e);
    }
  }

  /** Reads all of it, or one byte more than the bound. */
  private byte[] readSome(InputStream in) throws IOException {
    return in.readNBytes(maxBytes + 1);
  }
}
