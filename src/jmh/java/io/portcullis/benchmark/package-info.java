/** What the gate costs: benchmarks, run by {@code mvn -Pbenchmarks test-compile exec:exec}. */
package io.portcullis.benchmark;
