/**
 * Answers small questions about ActiveMQ, Spring and the system that many packages ask: versions,
 * names, addresses and files. Start reading at {@link
 * io.portcullis.broker.platform.ActiveMqInternals}, the one place that names ActiveMQ's private
 * fields and class names.
 *
 * <p>It may use nothing else of {@code broker}, and the packages below {@code broker}.
 */
package io.portcullis.broker.platform;
