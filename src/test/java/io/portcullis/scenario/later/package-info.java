/** A broker whose ActiveMQ is a later line than those that are released. */
package io.portcullis.scenario.later;
