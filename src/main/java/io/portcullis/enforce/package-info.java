/**
 * Decides what follows from violations: they are refused, reported or waived, then counted and
 * logged. Start reading at {@link io.portcullis.enforce.Enforcer}; {@link
 * io.portcullis.enforce.ActivePolicy} is the policy that it judges by.
 *
 * <p>The package also has the tools that must not stop a broker: threads, timeouts, throttles and
 * bounded maps. It uses {@code rule} and {@code policy}, and no type of ActiveMQ.
 */
package io.portcullis.enforce;
