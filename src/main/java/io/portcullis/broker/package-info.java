/** ActiveMQ made into facts, and the places where the gate stands in its way. */
package io.portcullis.broker;
