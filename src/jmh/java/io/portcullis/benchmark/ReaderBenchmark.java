package io.portcullis.benchmark;

import com.amazonaws.encryptionsdk.ParsedCiphertext;
import io.portcullis.esdk.Depth;
import io.portcullis.esdk.MessageReader;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Reading a message, beside the AWS Encryption SDK's own parser, which reads headers only: compare
 * it with {@link #header}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ReaderBenchmark {

  private static final int MAX_ENCRYPTED_DATA_KEYS = 8;

  /** What is read. */
  @Param public Sample sample;

  private final MessageReader reader = new MessageReader();
  private byte[] message;

  /** Encrypts it. */
  @Setup
  public void encrypt() {
    message = sample.encrypt();
  }

  /** Ours, to the end of the header. */
  @Benchmark
  public boolean header() {
    return reader.read(message, 0, message.length, Depth.HEADER, MAX_ENCRYPTED_DATA_KEYS);
  }

  /** Ours, to the last byte. */
  @Benchmark
  public boolean structure() {
    return reader.read(message, 0, message.length, Depth.STRUCTURE, MAX_ENCRYPTED_DATA_KEYS);
  }

  /** The SDK's, which leaves the context as the bytes it was. */
  @Benchmark
  public ParsedCiphertext sdkHeader() {
    return new ParsedCiphertext(message);
  }

  /** The SDK's, with the context read. */
  @Benchmark
  public Map<String, String> sdkHeaderAndContext() {
    return new ParsedCiphertext(message).getEncryptionContextMap();
  }
}
