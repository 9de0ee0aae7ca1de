package io.portcullis.enforce;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A look that is taken again and again. What goes wrong in one is said, and the next one is taken
 * all the same: Java's executors would take no more, and say nothing.
 *
 * @param what what is looked at, in words
 * @param look the look
 */
public record Repeated(String what, Runnable look) implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(Repeated.class);

  @Override
  public void run() {
    try {
      look.run();
    } catch (RuntimeException e) {
      LOG.error("Looking at {} failed, and will be tried again; report this as a defect", what, e);
    }
  }
}
