package io.portcullis.esdk;

import java.util.List;

/** Headers written by hand, to be changed field by field. */
final class Headers {
  /** What stands between the length of the pairs and the encrypted data keys in version 1. */
  static final List<String> PAIR_FIELDS =
      List.of(
          "key value pair count",
          "key 1 length",
          "key 1: aaa",
          "value 1 length",
          "value 1: one1",
          "key 2 length",
          "key 2: bbb",
          "value 2 length",
          "value 2: two2");

  private Headers() {}

  /** Version 1, suite 0178: two pairs, one encrypted data key, framed. */
  static AnnotatedHex version1() {
    return AnnotatedHex.of(
        """
        01                                # version
        80                                # type
        0178                              # algorithm suite id
        00112233445566778899AABBCCDDEEFF  # message id
        0018                              # key value pairs length
        0002                              # key value pair count
        0003                              # key 1 length
        616161                            # key 1: aaa
        0004                              # value 1 length
        6F6E6531                          # value 1: one1
        0003                              # key 2 length
        626262                            # key 2: bbb
        0004                              # value 2 length
        74776F32                          # value 2: two2
        0001                              # encrypted data key count
        0005                              # key provider id length
        6E616D65 73                       # key provider id: names
        0004                              # key provider information length
        6B657931                          # key provider information: key1
        0008                              # encrypted data key length
        A0A1A2A3A4A5A6A7                  # encrypted data key
        02                                # content type
        00000000                          # reserved
        0C                                # iv length
        00001000                          # frame length
        000000000000000000000000          # iv
        F0F1F2F3F4F5F6F7F8F9FAFBFCFDFEFF  # authentication tag
        """);
  }

  /** Version 2, suite 0478: no context, one encrypted data key, framed. */
  static AnnotatedHex version2() {
    return AnnotatedHex.of(
        """
        02                                # version
        0478                              # algorithm suite id
        00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF  # message id
        0000                              # key value pairs length
        0001                              # encrypted data key count
        0005                              # key provider id length
        6E616D6573                        # key provider id: names
        0004                              # key provider information length
        6B657931                          # key provider information: key1
        0008                              # encrypted data key length
        A0A1A2A3A4A5A6A7                  # encrypted data key
        02                                # content type
        00001000                          # frame length
        C0C1C2C3C4C5C6C7C8C9CACBCCCDCECFC0C1C2C3C4C5C6C7C8C9CACBCCCDCECF  # algorithm suite data
        F0F1F2F3F4F5F6F7F8F9FAFBFCFDFEFF  # authentication tag
        """);
  }

  /** Version 2, suite 0578: the public key's pair only. */
  static AnnotatedHex signed() {
    return version2()
        .with("algorithm suite id", "0578")
        .with(
            "key value pairs length",
            "001F 0001 0015 6177732D63727970746F2D7075626C69632D6B6579 0004 41414141");
  }
}
