/**
 * Refused messages that are kept: who reads them, how many there may be, and a store that fails.
 */
package io.portcullis.scenario.quarantine;
