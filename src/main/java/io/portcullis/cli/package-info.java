/**
 * The commands. No command needs a running broker, and one needs no ActiveMQ. A command reads and
 * judges with the packages below it; printing is apart from judging. Text of a file goes to a
 * terminal with its control characters escaped, see {@link io.portcullis.report.Printable}.
 */
package io.portcullis.cli;
