package io.portcullis.esdk;

/** Whole messages written by hand, to be changed field by field. */
final class Messages {
  private Messages() {}

  /** Unsigned, version 2: two frames of 4 bytes and a final one of 3. */
  static AnnotatedHex framed() {
    return Headers.version2().with("frame length", "00000004").followedBy(frames());
  }

  /** Unsigned, version 1, 5 bytes in one piece. */
  static AnnotatedHex nonFramed() {
    return Headers.version1()
        .with("content type", "01")
        .with("frame length", "00000000")
        .followedBy(
            AnnotatedHex.of(
                """
                000000000000000000000001          # body iv
                0000000000000005                  # encrypted content length
                D0D1D2D3D4                        # encrypted content
                E0E1E2E3E4E5E6E7E8E9EAEBECEDEEEF  # body authentication tag
                """));
  }

  /** {@link #framed} with a footer whose signature has the right shape, for P-384. */
  static AnnotatedHex signed() {
    return Headers.signed()
        .with("frame length", "00000004")
        .followedBy(frames())
        .followedBy(
            AnnotatedHex.of(
                """
                000A      # signature length
                30        # sequence tag
                08        # sequence length
                02        # r tag
                02        # r length
                00 80     # r
                02        # s tag
                02        # s length
                7F FF     # s
                """));
  }

  private static AnnotatedHex frames() {
    return AnnotatedHex.of(
        """
        00000001                          # sequence number 1
        000000000000000000000001          # frame 1 iv
        D0D1D2D3                          # frame 1 encrypted content
        E0E1E2E3E4E5E6E7E8E9EAEBECEDEEEF  # frame 1 authentication tag
        00000002                          # sequence number 2
        000000000000000000000002          # frame 2 iv
        D4D5D6D7                          # frame 2 encrypted content
        E0E1E2E3E4E5E6E7E8E9EAEBECEDEEEF  # frame 2 authentication tag
        FFFFFFFF                          # sequence number end
        00000003                          # sequence number 3
        000000000000000000000003          # frame 3 iv
        00000003                          # encrypted content length
        D8D9DA                            # frame 3 encrypted content
        E0E1E2E3E4E5E6E7E8E9EAEBECEDEEEF  # frame 3 authentication tag
        """);
  }
}
