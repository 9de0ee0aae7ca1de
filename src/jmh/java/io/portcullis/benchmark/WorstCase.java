package io.portcullis.benchmark;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** Messages made to cost as much as can be; all of them valid, at least in their structure. */
public enum WorstCase {
  /** An encryption context of as many pairs as fit into 64 KiB: all with empty values. */
  EMPTY_VALUES,
  /** The same with values of one byte, since the SDK takes no empty ones. */
  TINY_PAIRS,
  /** {@link #EMPTY_VALUES} in no order, so that all keys are compared with each other. */
  UNSORTED_PAIRS,
  /** As many keys as fit that end alike, so that no ending tells them apart, in no order. */
  ALIKE_PAIRS,
  /** A mebibyte of frames that hold one byte each. */
  TINY_FRAMES,
  /** As many frames as are compared, with random IVs. */
  UNSORTED_FRAMES,
  /** The same with IVs that end alike, so that no ending tells them apart. */
  ALIKE_FRAMES,
  /** As many encrypted data keys as can be counted, each of no bytes. */
  TINY_KEYS;

  private static final int UINT16_MAX = 0xFFFF;
  private static final int ASCII = 0x80;
  private static final int SUITE = 0x0478;
  private static final int FRAMED = 2;
  private static final int MOST_COMPARED_FRAMES = 65_536;
  private static final int FRAME_OVERHEAD = 4 + 12 + 16;

  /** Writes the message. */
  byte[] message() {
    ByteBuffer out = ByteBuffer.allocate(3 << 20);
    out.put((byte) 2).putShort((short) SUITE);
    free(out, 32);
    writeContext(out);
    writeKeys(out);
    out.put((byte) FRAMED).putInt(1);
    free(out, 32 + 16);
    writeFrames(out);
    byte[] message = new byte[out.position()];
    out.flip().get(message);
    return message;
  }

  private void writeContext(ByteBuffer out) {
    if (!hasPairs()) {
      out.putShort((short) 0);
      return;
    }
    byte[] value = new byte[this == TINY_PAIRS ? 1 : 0];
    List<byte[]> keys = this == ALIKE_PAIRS ? keysThatEndAlike() : keys(value.length);
    if (this != EMPTY_VALUES && this != TINY_PAIRS) {
      Collections.shuffle(keys, new Random(keys.size()));
    }
    int length = 2 + keys.stream().mapToInt(key -> 2 + key.length + 2 + value.length).sum();
    out.putShort((short) length).putShort((short) keys.size());
    for (byte[] key : keys) {
      out.putShort((short) key.length).put(key).putShort((short) value.length).put(value);
    }
  }

  private boolean hasPairs() {
    return this == EMPTY_VALUES
        || this == TINY_PAIRS
        || this == UNSORTED_PAIRS
        || this == ALIKE_PAIRS;
  }

  private static List<byte[]> keysThatEndAlike() {
    int pairs = (UINT16_MAX - 2) / (2 + 8 + 2);
    List<byte[]> keys = new ArrayList<>();
    for (int i = 0; i < pairs; i++) {
      String key = "" + (char) (i / ASCII) + (char) (i % ASCII) + "ending";
      keys.add(key.getBytes(StandardCharsets.US_ASCII));
    }
    return keys;
  }

  /** Those of one byte and as many of two as there is room for, in their order. */
  private static List<byte[]> keys(int valueLength) {
    List<String> shortest = new ArrayList<>();
    int left = UINT16_MAX - 2;
    for (char a = 0; a < ASCII; a++) {
      shortest.add(String.valueOf(a));
      left -= 2 + 1 + 2 + valueLength;
    }
    int pairs = left / (2 + 2 + 2 + valueLength);
    for (int i = 0; i < pairs; i++) {
      shortest.add("" + (char) (i / ASCII) + (char) (i % ASCII));
    }
    return shortest.stream()
        .sorted()
        .map(key -> key.getBytes(StandardCharsets.US_ASCII))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private void writeKeys(ByteBuffer out) {
    int count = this == TINY_KEYS ? UINT16_MAX : 1;
    out.putShort((short) count);
    for (int i = 0; i < count; i++) {
      out.putShort((short) 0).putShort((short) 0).putShort((short) 0);
    }
  }

  private void writeFrames(ByteBuffer out) {
    Random random = new Random(name().hashCode());
    int frames = frames();
    for (int frame = 1; frame < frames; frame++) {
      out.putInt(frame);
      writeIv(out, frame, random);
      free(out, 1 + 16);
    }
    out.putInt(-1).putInt(frames);
    writeIv(out, frames, random);
    out.putInt(1);
    free(out, 1 + 16);
  }

  private int frames() {
    return switch (this) {
      case TINY_FRAMES -> (1 << 20) / (FRAME_OVERHEAD + 1);
      case UNSORTED_FRAMES, ALIKE_FRAMES -> MOST_COMPARED_FRAMES;
      default -> 1;
    };
  }

  private void writeIv(ByteBuffer out, int frame, Random random) {
    switch (this) {
      case UNSORTED_FRAMES -> out.putLong(random.nextLong()).putInt(frame);
      case ALIKE_FRAMES ->
          out.putInt(random.nextInt()).putShort((short) frame).putShort((short) 0).putInt(1);
      default -> out.putLong(0).putInt(frame);
    }
  }

  /** Whatever may be any byte. */
  private static void free(ByteBuffer out, int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    out.put(bytes);
  }
}
