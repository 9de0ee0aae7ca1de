package io.portcullis.broker;

/** Marks a transport whose commands the gate judges before the broker hears them. */
interface BehindGate {}
