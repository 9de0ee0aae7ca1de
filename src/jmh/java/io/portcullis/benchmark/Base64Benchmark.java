package io.portcullis.benchmark;

import io.portcullis.esdk.StrictBase64;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Decoding a message's base64. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Base64Benchmark {

  /** What is decoded. */
  @Param({"SIGNED_1K", "UNSIGNED_64K_FRAMES_16"})
  public Sample sample;

  private final StrictBase64 strict = new StrictBase64();
  private byte[] text;
  private byte[] room;

  /** Encrypts a message and encodes it. */
  @Setup
  public void encode() {
    text = Base64.getEncoder().encode(sample.encrypt());
    room = new byte[StrictBase64.maxDecodedLength(text.length)];
  }

  /** Ours, into room that is there. */
  @Benchmark
  public int strict() {
    return strict.decode(text, 0, text.length, room);
  }

  /** The JDK's as it is mostly used. */
  @Benchmark
  public byte[] jdk() {
    return Base64.getDecoder().decode(text);
  }

  /** The JDK's, into room that is there. */
  @Benchmark
  public int jdkInPlace() {
    return Base64.getDecoder().decode(text, room);
  }
}
