/** A broker under everything at once, for as long as one likes. */
package io.portcullis.soak;
