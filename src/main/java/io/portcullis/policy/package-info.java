/** What the operator asked for: read once from text, all errors at once, immutable afterwards. */
package io.portcullis.policy;
