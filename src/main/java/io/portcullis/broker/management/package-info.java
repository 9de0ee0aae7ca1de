/**
 * The management interfaces of the broker's process: JMX, Jolokia, the web console's requests and
 * Java agents. Start reading at {@link io.portcullis.broker.management.EntranceInspector} for what
 * is open, and at {@link io.portcullis.broker.management.OperatedBeans} for what operators do.
 */
package io.portcullis.broker.management;
