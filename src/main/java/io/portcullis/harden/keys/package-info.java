/**
 * Keys and certificates for a broker, by the JDK's own keytool.
 *
 * <p>Start reading at {@link io.portcullis.harden.keys.PrivateAuthority}.
 */
package io.portcullis.harden.keys;
