/**
 * Observes a running broker for the command {@code suggest}: who uses which right, with which keys
 * bodies are encrypted, and how clients connect.
 *
 * <p>Start reading at {@link io.portcullis.broker.observation.UsageObserver}. It costs nothing for
 * a message whose right is remembered: rights are seen when they are asked for, and remembered
 * rights are asked for again once a minute.
 *
 * <p>It may use the rooms from {@code broker.rights} downwards, and the packages below {@code
 * broker}.
 */
package io.portcullis.broker.observation;
