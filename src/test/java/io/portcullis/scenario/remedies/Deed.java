package io.portcullis.scenario.remedies;

/** Is refused with a code, does what the remedy says, and is accepted. */
@FunctionalInterface
interface Deed {
  void play(String code) throws Exception;
}
