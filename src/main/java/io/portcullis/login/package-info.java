/**
 * Logs users in: a JAAS login module over files of hashed passwords, and a throttle for those who
 * guess. Of ActiveMQ it names only the types of {@code org.apache.activemq.jaas}.
 *
 * <p>Start reading at {@link io.portcullis.login.PasswordLoginModule}.
 */
package io.portcullis.login;
