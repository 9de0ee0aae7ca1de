package io.portcullis.rule;

/**
 * A client that uses a composite destination.
 *
 * @param user who
 * @param destination its qualified name
 * @param mixed whether it says that it is temporary while some of its parts are not
 */
public record UseFacts(String user, String destination, boolean mixed) {}
