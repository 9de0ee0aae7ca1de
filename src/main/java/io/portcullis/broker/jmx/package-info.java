/**
 * The MBean of the gate and its tables. Start reading at {@link
 * io.portcullis.broker.jmx.PortcullisViewMBean}.
 *
 * <p>It may use the rooms from {@code broker.start} downwards, and the packages below {@code
 * broker}.
 */
package io.portcullis.broker.jmx;
