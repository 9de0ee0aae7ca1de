package io.portcullis.benchmark;

import com.amazonaws.encryptionsdk.ParsedCiphertext;
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
 * What the most expensive messages cost the SDK's parser, which reads their headers only and has no
 * limit but the format's.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SdkWorstCaseBenchmark {

  /** Which; not the empty values, which the SDK refuses. */
  @Param({"TINY_PAIRS", "TINY_FRAMES", "TINY_KEYS"})
  public WorstCase worst;

  private byte[] message;

  /** Writes it. */
  @Setup
  public void write() {
    message = worst.message();
  }

  /** The header, and the context read. */
  @Benchmark
  public Map<String, String> headerAndContext() {
    return new ParsedCiphertext(message).getEncryptionContextMap();
  }
}
