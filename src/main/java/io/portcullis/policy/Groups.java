package io.portcullis.policy;

/**
 * The groups of the default authorization map.
 *
 * @param administrators may do everything
 * @param users may read what exists
 * @param system the web console's group; every authorization map must include it
 */
public record Groups(String administrators, String users, String system) {}
