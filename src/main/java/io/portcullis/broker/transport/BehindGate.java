package io.portcullis.broker.transport;

/** Marks a transport whose commands the gate judges before the broker hears them. */
public interface BehindGate {}
