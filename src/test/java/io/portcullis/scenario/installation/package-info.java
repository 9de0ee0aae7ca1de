/** The finished jar in installations of ActiveMQ, and the README's own instructions. */
package io.portcullis.scenario.installation;
