/** Several brokers: networks and bridges, hostile peers, failover and upgrades. */
package io.portcullis.scenario.fleet;
