/**
 * Prints what {@code check} found as text, JSON, SARIF or HTML. {@link io.portcullis.report.Report}
 * holds the findings. {@link io.portcullis.report.ReportFormat} prints them.
 *
 * <p>This package reads no broker and judges nothing. It finds the line of the configuration that a
 * finding is about.
 */
package io.portcullis.report;
