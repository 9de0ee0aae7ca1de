/** What a whole broker does with the gate and without: messages, processor time and memory. */
package io.portcullis.throughput;
