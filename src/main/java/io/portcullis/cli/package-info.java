/**
 * The commands. None needs a running broker, and one does not even need ActiveMQ. A command reads
 * and judges with what stands below it; printing is apart from judging. What comes out of a file is
 * written to a terminal with its control characters escaped, see {@link
 * io.portcullis.cli.Printable}.
 */
package io.portcullis.cli;
