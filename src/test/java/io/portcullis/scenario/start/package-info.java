/**
 * What keeps a broker from starting, what is reported at the start, and that a check says the same.
 */
package io.portcullis.scenario.start;
