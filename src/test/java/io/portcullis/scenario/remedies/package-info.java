/**
 * Remedies, applied to the letter: what a violation says to do makes it go, makes no other
 * violation, and locks nobody out. {@link io.portcullis.scenario.remedies.RemediesTest} knows every
 * code that has none of these tests, and why.
 */
package io.portcullis.scenario.remedies;
