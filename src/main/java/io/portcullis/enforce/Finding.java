package io.portcullis.enforce;

import io.portcullis.rule.Violation;

/**
 * A violation and what is to become of it.
 *
 * @param violation what was found
 * @param disposition what follows
 */
public record Finding(Violation violation, Disposition disposition) {}
