/**
 * What a start and {@code check} look at: connectors, files, the process and limits, put together
 * for the rules. Start reading at {@link io.portcullis.broker.start.StartInspector}; {@link
 * io.portcullis.broker.start.CheckedBroker} does the same for a file of which nothing is started.
 */
package io.portcullis.broker.start;
