/**
 * Collects what a start and {@code check} judge: connectors, files, the process and limits. Start
 * reading at {@link io.portcullis.broker.start.StartInspector}. {@link
 * io.portcullis.broker.start.CheckedBroker} does the same for a file, and starts nothing.
 *
 * <p>It may use the rooms from {@code broker.configuration} downwards, and the packages below
 * {@code broker}.
 */
package io.portcullis.broker.start;
