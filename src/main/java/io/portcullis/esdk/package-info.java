/**
 * The AWS Encryption SDK message format, as far as it can be judged without a key.
 *
 * <p>A {@link io.portcullis.esdk.MessageReader} says whether bytes are one message of this format
 * and what its header claims. Start reading there. It cannot say that anything is encrypted, that
 * an encrypted data key can be decrypted, or who made the message. Anybody can make up a message
 * that passes every {@link io.portcullis.esdk.Depth}. It catches mistakes, not malice.
 *
 * <p>Valid means what the specification says, also where an SDK is laxer. The SDK for Java takes:
 *
 * <ul>
 *   <li>bytes behind the last pair of the context
 *   <li>no encrypted data key, and provider ids that are not UTF-8
 *   <li>an IV length of 16, and a frame length that contradicts the content type
 *   <li>any sequence numbers, and bytes behind the message when it streams
 * </ul>
 *
 * <p>Context keys are read in any order, as every SDK does, although writers must sort them.
 *
 * <p>What the specification allows is valid, also where an SDK is stricter: empty keys and values,
 * frames of 2 GiB and more.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/encryption-sdk/latest/developer-guide/message-format.html">AWS
 *     Encryption SDK message format reference</a>
 * @see <a href="https://github.com/awslabs/aws-encryption-sdk-specification">AWS Encryption SDK
 *     specification</a>
 */
package io.portcullis.esdk;
