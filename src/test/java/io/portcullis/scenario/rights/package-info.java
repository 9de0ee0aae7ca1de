/**
 * Who may read, write, create and remove, on live connections and through every feature of
 * ActiveMQ.
 */
package io.portcullis.scenario.rights;
