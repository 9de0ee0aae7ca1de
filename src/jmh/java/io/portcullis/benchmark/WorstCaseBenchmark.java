package io.portcullis.benchmark;

import io.portcullis.esdk.Depth;
import io.portcullis.esdk.MessageReader;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What the most expensive messages cost. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class WorstCaseBenchmark {

  private static final int DEFAULT_LIMIT = 8;
  private static final int NO_LIMIT = 0xFFFF;

  /** Which. */
  @Param public WorstCase worst;

  private final MessageReader reader = new MessageReader();
  private byte[] message;

  /** Writes it. */
  @Setup
  public void write() {
    message = worst.message();
    if (!unlimited()) {
      throw new IllegalStateException(reader.malformation().toString());
    }
  }

  /** With the default limit of encrypted data keys. */
  @Benchmark
  public boolean limited() {
    return reader.read(message, 0, message.length, Depth.STRUCTURE, DEFAULT_LIMIT);
  }

  /** With as many encrypted data keys as there are. */
  @Benchmark
  public boolean unlimited() {
    return reader.read(message, 0, message.length, Depth.STRUCTURE, NO_LIMIT);
  }
}
