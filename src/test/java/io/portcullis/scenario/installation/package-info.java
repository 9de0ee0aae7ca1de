/** The finished jar in installations of ActiveMQ, and what every change runs. */
package io.portcullis.scenario.installation;
