package io.portcullis.login;

/** Tells that a valid hash needs more memory than this JVM has for it. */
final class HeapTooSmallException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /** Says so, and what to do. */
  HeapTooSmallException(long memoryKib, long mostKib) {
    super(
        ("m=%d of its hash is more than %d KiB, a quarter of the Java heap; start the broker with"
                + " -Xmx%dm or more, or put what \"java -jar activemq-portcullis-1.0.0.jar hash"
                + " --bcrypt\" prints in its place")
            .formatted(memoryKib, mostKib, heapMib(memoryKib)));
  }

  /** Four times as much, and a quarter: some collectors keep a part of what -Xmx names. */
  private static long heapMib(long memoryKib) {
    return (5 * memoryKib + 1023) / 1024;
  }
}
