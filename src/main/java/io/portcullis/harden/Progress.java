package io.portcullis.harden;

/** Hears how far a copy is, where that takes long. */
@FunctionalInterface
public interface Progress {

  /** Tells nobody. */
  Progress UNHEARD = (made, all) -> {};

  /**
   * Hears of a hash that was made. One thread calls it, after each hash.
   *
   * @param made how many hashes of a file are made
   * @param all how many the file needs
   */
  void hashed(int made, int all);
}
