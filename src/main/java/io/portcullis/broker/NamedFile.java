package io.portcullis.broker;

import java.nio.file.Path;

/**
 * A file or folder that the broker depends on.
 *
 * @param what what it is, in words
 * @param path where it is, links not followed yet
 * @param secret whether reading it tells a secret
 */
public record NamedFile(String what, Path path, boolean secret) {

  /** One that tells a secret. */
  static NamedFile secret(String what, Path path) {
    return new NamedFile(what, path, true);
  }
}
