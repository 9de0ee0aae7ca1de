/**
 * Small questions to ActiveMQ, Spring and the system that many ask: versions, names, addresses and
 * files. {@link io.portcullis.broker.platform.ActiveMqInternals} is the one place that knows
 * ActiveMQ's private fields and class names.
 */
package io.portcullis.broker.platform;
