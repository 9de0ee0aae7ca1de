/**
 * The MBean of the gate and its tables. Start reading at {@link
 * io.portcullis.broker.jmx.PortcullisViewMBean}.
 */
package io.portcullis.broker.jmx;
