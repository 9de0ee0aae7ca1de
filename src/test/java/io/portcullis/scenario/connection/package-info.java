/**
 * What a client may do at a connector before and after its login: TLS, certificates, frames, names,
 * selectors and load.
 */
package io.portcullis.scenario.connection;
