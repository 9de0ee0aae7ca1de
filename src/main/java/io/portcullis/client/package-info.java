/**
 * For applications that send and receive, not for the broker: bodies encrypted and decrypted by the
 * AWS Encryption SDK for Java, which applications bring themselves. Nothing else in the jar uses
 * this package, and it uses nothing else of the jar; only here is the JMS API named.
 */
package io.portcullis.client;
