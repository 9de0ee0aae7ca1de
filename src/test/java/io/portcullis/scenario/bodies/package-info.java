/**
 * Which bodies reach a destination: every layout, every way to send or forward one, and what a
 * store keeps.
 */
package io.portcullis.scenario.bodies;
