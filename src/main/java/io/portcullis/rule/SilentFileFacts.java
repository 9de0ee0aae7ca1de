package io.portcullis.rule;

import io.portcullis.policy.Resource;
import io.portcullis.policy.Resource.Kind;

/**
 * A file or folder of the broker's that did not respond in time.
 *
 * @param what what it is, such as {@code key store}
 * @param path its path, as it was named
 * @param why why it could not be checked, in words
 */
public record SilentFileFacts(String what, String path, String why) implements Judged {

  @Override
  public Resource about() {
    return Resource.of(Kind.FILE, path);
  }

  @Override
  public String where() {
    return "%s \"%s\"".formatted(what, path);
  }
}
