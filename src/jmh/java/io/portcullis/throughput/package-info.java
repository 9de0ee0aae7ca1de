/** What a whole broker does with Portcullis and without: messages, processor time and memory. */
package io.portcullis.throughput;
