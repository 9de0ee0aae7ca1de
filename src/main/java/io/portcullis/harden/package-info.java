/**
 * Makes a copy of a broker's {@code conf/} that starts in {@code ENFORCE}.
 *
 * <p>{@link io.portcullis.harden.Hardening} is the entrance. It judges the copy as {@code check}
 * does, applies a {@code Fix} for each violation that has one, and judges again, until nothing is
 * left to apply. So a second run changes nothing. {@code Fixes} lists the fixes by the code of the
 * fault. A fix splices text: {@code XmlText} finds the place, {@code TextFile} keeps encoding, line
 * ends and all other lines, and {@code FileDiff} shows the result.
 */
package io.portcullis.harden;
