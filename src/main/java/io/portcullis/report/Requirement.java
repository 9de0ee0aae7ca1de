package io.portcullis.report;

/**
 * One point of a catalogue.
 *
 * @param catalogue the catalogue
 * @param point its number or name there, such as {@code CWE-319} or {@code AC-6(9)}
 * @param title a short title
 */
record Requirement(Catalogue catalogue, String point, String title) {}
