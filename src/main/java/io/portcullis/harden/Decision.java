package io.portcullis.harden;

/**
 * Something that the operator has to decide, because the files do not tell.
 *
 * @param rule the id of the rule that it belongs to
 * @param what what to decide, and how to apply it, in one sentence or two
 */
public record Decision(String rule, String what) {}
