/**
 * Answers small questions about ActiveMQ, Spring and the system that many packages ask: versions,
 * names, addresses and files. Start reading at {@link
 * io.portcullis.broker.platform.ActiveMqInternals}, the one place that names ActiveMQ's private
 * fields and class names.
 */
package io.portcullis.broker.platform;
