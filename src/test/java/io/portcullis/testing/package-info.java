/** A real broker behind the gate, and real users, for the tests. */
package io.portcullis.testing;
