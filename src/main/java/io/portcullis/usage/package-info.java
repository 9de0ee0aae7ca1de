/**
 * Keeps what was observed while a broker ran: who used which right, with which keys bodies were
 * encrypted, who sent others, and how clients connected.
 *
 * <p>{@link io.portcullis.usage.Usage} collects it within bounds, {@link
 * io.portcullis.usage.Observation} is what it has at one moment, and {@link
 * io.portcullis.usage.UsageFile} keeps that across restarts. Nothing here knows ActiveMQ, and
 * nothing holds the content of a message.
 */
package io.portcullis.usage;
