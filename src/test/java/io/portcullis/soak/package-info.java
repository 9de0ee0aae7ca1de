/**
 * A broker under all kinds of load at once, for as long as one likes. Start reading at {@link
 * io.portcullis.soak.Soak}.
 */
package io.portcullis.soak;
