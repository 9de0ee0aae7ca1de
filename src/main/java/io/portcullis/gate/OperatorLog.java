package io.portcullis.gate;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log of starts, reloads and the mode, under the name that operators configure. */
final class OperatorLog {

  static final Logger LOG = LoggerFactory.getLogger("io.portcullis.Portcullis");

  private OperatorLog() {}
}
