/**
 * The AWS Encryption SDK message format, as far as it can be judged without a key.
 *
 * <p>A {@link io.portcullis.esdk.MessageReader} says whether bytes are one message of this format
 * and what its header claims. It cannot say that anything is encrypted, that an encrypted data key
 * can be decrypted, or who made the message: whoever produces a message can make one up that passes
 * every {@link io.portcullis.esdk.Depth}. It catches mistakes, not malice.
 *
 * <p>Valid means what the specification says, also where an SDK is laxer; what the specification
 * allows is valid, also where an SDK is stricter.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/encryption-sdk/latest/developer-guide/message-format.html">AWS
 *     Encryption SDK message format reference</a>
 * @see <a href="https://github.com/awslabs/aws-encryption-sdk-specification">AWS Encryption SDK
 *     specification</a>
 */
package io.portcullis.esdk;
