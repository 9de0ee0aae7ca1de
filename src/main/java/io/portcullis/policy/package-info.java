/**
 * The operator's configuration: read once from text, all errors reported at once, immutable
 * afterwards.
 *
 * <p>Start reading at {@link io.portcullis.policy.Policy}.
 */
package io.portcullis.policy;
