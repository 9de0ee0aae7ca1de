/** What the gate observes while a broker runs, and what is suggested from it. */
package io.portcullis.scenario.observation;
