/** What the gate costs: benchmarks, run by {@code mvn -f src/jmh/pom.xml}. */
package io.portcullis.benchmark;
