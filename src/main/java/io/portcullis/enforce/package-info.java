/** What follows from violations: they are refused or reported, written down and counted. */
package io.portcullis.enforce;
