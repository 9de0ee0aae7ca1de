package io.portcullis.broker.platform;

/**
 * A text of a bean that still has a placeholder.
 *
 * @param type the name of the bean's class
 * @param property the property with the text
 * @param placeholder the placeholder's name
 * @param replaces whether something replaces other placeholders
 */
public record UnreplacedText(String type, String property, String placeholder, boolean replaces) {}
