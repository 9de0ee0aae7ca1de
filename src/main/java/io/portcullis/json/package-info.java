/**
 * Reads and writes the JSON files of the gate: {@link io.portcullis.json.JsonFields} reads an
 * object strictly, and {@link io.portcullis.json.JsonText} writes printable ASCII.
 */
package io.portcullis.json;
