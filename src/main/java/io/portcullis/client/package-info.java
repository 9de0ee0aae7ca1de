/**
 * Encrypts and decrypts bodies in applications that send and receive, not in the broker. It uses
 * the AWS Encryption SDK for Java, which applications bring themselves. Nothing else in the jar
 * uses this package, and it uses nothing else of the jar. Only this package names the JMS API.
 *
 * <p>Start reading at {@link io.portcullis.client.EncryptingMessageTransformer}.
 */
package io.portcullis.client;
