/**
 * The rules, one file each, and the facts that they judge. Start reading at {@link
 * io.portcullis.rule.Rule}; {@link io.portcullis.rule.Rules} lists all of them.
 *
 * <p>A rule turns facts into violations and does nothing else. It never logs, throws, counts or
 * knows the mode. It uses {@code policy} and {@code esdk}, and no type of ActiveMQ.
 */
package io.portcullis.rule;
