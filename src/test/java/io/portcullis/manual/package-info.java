/** The manual: how it is written, where its links lead, and whether its code works. */
package io.portcullis.manual;
