package io.portcullis.rule;

import java.util.OptionalLong;

/**
 * The limit on the space that messages may take.
 *
 * @param element the element that sets it, such as {@code storeUsage}
 * @param room the space, in words, such as {@code the disk}
 * @param limitBytes the limit in bytes; 0 means none
 * @param wholeBytes the space in total; empty if it is unknown
 */
public record SpaceLimit(String element, String room, long limitBytes, OptionalLong wholeBytes) {}
