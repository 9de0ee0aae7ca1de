/** A broker that runs: reloads, waivers, report-only mode, faulty files, clocks, logs and JMX. */
package io.portcullis.scenario.operation;
