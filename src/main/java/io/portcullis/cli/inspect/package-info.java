/**
 * The command {@code inspect}: it reads files that hold messages, and says what the gate would do
 * with each as the body of each kind of message. Only {@code BodyPolicyFile} needs ActiveMQ.
 *
 * <p>Start reading at {@link io.portcullis.cli.inspect.InspectCommand}.
 */
package io.portcullis.cli.inspect;
