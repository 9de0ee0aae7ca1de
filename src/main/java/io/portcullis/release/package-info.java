/**
 * What is known of ActiveMQ's releases and their published vulnerabilities: one data file, {@code
 * releases.json}, with a date.
 *
 * <p>Start reading at {@link io.portcullis.release.KnownReleases}.
 */
package io.portcullis.release;
