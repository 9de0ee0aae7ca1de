package io.portcullis.rule;

import io.portcullis.policy.Resource;
import io.portcullis.policy.Resource.Kind;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * A file or folder of the broker's, and what other users may do with it. Root and the broker's own
 * user are not other users. A folder above a file may keep a user from reaching it. Then that user
 * may do nothing with it.
 *
 * @param what what it is, such as {@code key store}
 * @param path its real path, links followed
 * @param folder whether it is a folder
 * @param secret whether reading it reveals a secret; if not, only writing to it does harm
 * @param owner its owner
 * @param byOwner what its owner may do, if that is another user
 * @param group its group
 * @param byGroup what its group may do, if the broker is not of that group
 * @param byOthers what everybody on the host may do
 * @param newOwner the broker's user, if that could not use the file without the rights of others
 */
public record FileFacts(
    String what,
    String path,
    boolean folder,
    boolean secret,
    String owner,
    Set<FileAccess> byOwner,
    String group,
    Set<FileAccess> byGroup,
    Set<FileAccess> byOthers,
    Optional<String> newOwner)
    implements Judged {

  /** Creates a file that the broker's user may use by itself. */
  public FileFacts(
      String what,
      String path,
      boolean folder,
      boolean secret,
      String owner,
      Set<FileAccess> byOwner,
      String group,
      Set<FileAccess> byGroup,
      Set<FileAccess> byOthers) {
    this(what, path, folder, secret, owner, byOwner, group, byGroup, byOthers, Optional.empty());
  }

  /** Copies the sets. */
  public FileFacts {
    byOwner = copy(byOwner);
    byGroup = copy(byGroup);
    byOthers = copy(byOthers);
  }

  private static Set<FileAccess> copy(Set<FileAccess> accesses) {
    EnumSet<FileAccess> copy = EnumSet.noneOf(FileAccess.class);
    copy.addAll(accesses);
    return Collections.unmodifiableSet(copy);
  }

  @Override
  public Resource about() {
    return Resource.of(Kind.FILE, path);
  }

  @Override
  public String where() {
    return "%s \"%s\"".formatted(what, path);
  }
}
