/** What {@code mvn compile exec:java} runs: a real broker behind the gate, and a real client. */
package io.portcullis.demo;
