/**
 * The management interfaces of the broker's process: JMX, Jolokia, the web console's requests and
 * Java agents. Start reading at {@link io.portcullis.broker.management.EntranceInspector} for what
 * is open, and at {@link io.portcullis.broker.management.OperatedBeans} for what operators do.
 *
 * <p>It may use the rooms from {@code broker.send} downwards, and the packages below {@code
 * broker}.
 */
package io.portcullis.broker.management;
