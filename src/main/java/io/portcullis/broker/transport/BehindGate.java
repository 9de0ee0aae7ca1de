package io.portcullis.broker.transport;

/** Marks a transport whose commands the gate judges before the broker gets them. */
public interface BehindGate {}
