package io.portcullis.rule;

import java.util.OptionalLong;

/**
 * How much room messages may take.
 *
 * @param element the element that bounds it, such as {@code storeUsage}
 * @param room what the room is of, in words, such as {@code the disk}
 * @param limitBytes the bound in bytes; 0 is none
 * @param wholeBytes how much there is of it; empty where nobody can tell
 */
public record SpaceLimit(String element, String room, long limitBytes, OptionalLong wholeBytes) {}
