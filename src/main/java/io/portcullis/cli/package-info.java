/**
 * The commands. No command needs a running broker, and {@code inspect} and {@code hash} need no
 * ActiveMQ. A command reads and judges with the packages below it; printing is apart from judging.
 * Text of a file goes to a terminal with its control characters escaped, see {@link
 * io.portcullis.report.Printable}.
 *
 * <p>Start reading at {@link io.portcullis.cli.Main}, which lists the commands.
 */
package io.portcullis.cli;
