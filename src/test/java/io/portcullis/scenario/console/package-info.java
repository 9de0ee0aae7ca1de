/** The web console, Jolokia and the operators' page, asked by clients and in a real browser. */
package io.portcullis.scenario.console;
