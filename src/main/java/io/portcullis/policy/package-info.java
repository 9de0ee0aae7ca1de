/**
 * The operator's configuration: read once from text, all errors reported at once, immutable
 * afterwards.
 */
package io.portcullis.policy;
