package io.portcullis.testing;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/** What stands where a file should, and never opens, never ends, or is no file. */
public enum EndlessFile {
  PIPE {
    @Override
    void make(Path path) throws IOException {
      try {
        int status = new ProcessBuilder("mkfifo", path.toString()).start().waitFor();
        if (status != 0) {
          throw new IOException("mkfifo ended with " + status);
        }
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
  },
  DEVICE {
    @Override
    void make(Path path) throws IOException {
      Files.createSymbolicLink(path, Path.of("/dev/zero"));
    }
  },
  FOLDER {
    @Override
    void make(Path path) throws IOException {
      Files.createDirectory(path);
    }
  },
  /** It takes no room on the disk. */
  HUGE {
    @Override
    void make(Path path) throws IOException {
      try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
        file.setLength(1L << 40);
      }
    }
  };

  abstract void make(Path path) throws IOException;

  /** Puts it in the place of a file. */
  public void replace(Path path) throws IOException {
    Files.delete(path);
    make(path);
  }
}
