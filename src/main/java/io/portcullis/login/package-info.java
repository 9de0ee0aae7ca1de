/**
 * Who somebody is: a JAAS login module over files of hashed passwords, and the slowing of those who
 * guess. Of ActiveMQ it names the types of {@code org.apache.activemq.jaas} alone.
 */
package io.portcullis.login;
