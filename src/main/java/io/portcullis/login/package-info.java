/**
 * Logs users in: a JAAS login module over files of hashed passwords, and a throttle for those who
 * guess. Of ActiveMQ it names only the types of {@code org.apache.activemq.jaas}.
 */
package io.portcullis.login;
