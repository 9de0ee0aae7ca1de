/**
 * Proposes a configuration from what was observed: an authorization map, and for the gate body
 * policies, waivers, client ids, protocols and networks.
 *
 * <p>{@link io.portcullis.suggest.Suggestion} has the proposal as data, and {@link
 * io.portcullis.suggest.SuggestionFormat} prints it. Only what went through is proposed. Nothing
 * here knows ActiveMQ, but {@code ConfigurableName} knows what ActiveMQ and Spring make of a name.
 */
package io.portcullis.suggest;
