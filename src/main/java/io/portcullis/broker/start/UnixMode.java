package io.portcullis.broker.start;

import io.portcullis.rule.FileAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * The owner, group and mode of a file, as in <a
 * href="https://man7.org/linux/man-pages/man7/inode.7.html">inode(7)</a>.
 *
 * @param userId the owner's number
 * @param groupId the group's number
 * @param owner the owner's name, or the number where it has none
 * @param group the group's name, or the number where it has none
 * @param bits the mode
 * @param folder whether it is the mode of a folder
 */
record UnixMode(int userId, int groupId, String owner, String group, int bits, boolean folder) {

  private static final int READ = 4;
  private static final int WRITE = 2;
  private static final int PASS = 1;

  /** The bit of folders in which only its owner may replace a file. */
  private static final int STICKY = 0b1_000_000_000;

  /** A class of users. Each has three bits of the mode. */
  enum Who {
    OWNER(6),
    GROUP(3),
    OTHERS(0);

    private final int shift;

    Who(int shift) {
      this.shift = shift;
    }
  }

  /** Reads the mode of a file, links followed. */
  static UnixMode of(Path path) throws IOException {
    Map<String, Object> read =
        Files.readAttributes(path, "unix:uid,gid,owner,group,mode,isDirectory");
    return new UnixMode(
        (int) read.get("uid"),
        (int) read.get("gid"),
        read.get("owner").toString(),
        read.get("group").toString(),
        (int) read.get("mode"),
        (boolean) read.get("isDirectory"));
  }

  /**
   * Returns what a class of users may do. Whoever may list or pass a folder may read what is in it.
   */
  Set<FileAccess> access(Who who) {
    Set<FileAccess> accesses = EnumSet.noneOf(FileAccess.class);
    if (has(who, READ) || (folder && has(who, PASS))) {
      accesses.add(FileAccess.READ);
    }
    if (folder ? has(who, WRITE) && has(who, PASS) && (bits & STICKY) == 0 : has(who, WRITE)) {
      accesses.add(FileAccess.WRITE);
    }
    return accesses;
  }

  /** Tells whether a class of users may pass a folder. */
  boolean passes(Who who) {
    return has(who, PASS);
  }

  private boolean has(Who who, int bit) {
    return (bits >> who.shift & bit) != 0;
  }
}
