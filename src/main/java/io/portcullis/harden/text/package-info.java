/**
 * Texts whose edits keep everything else letter by letter: XML, properties, {@code login.config}
 * and URIs. It knows nothing of brokers.
 *
 * <p>Start with {@link io.portcullis.harden.text.TextFile}.
 */
package io.portcullis.harden.text;
