/**
 * The rules, one file each, and the facts they judge. A rule goes from facts to violations and does
 * nothing else: it never logs, throws, counts or knows the mode.
 */
package io.portcullis.rule;
