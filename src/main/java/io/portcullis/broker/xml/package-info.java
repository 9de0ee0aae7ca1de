/**
 * Reads an XML file of a broker as a tree with line numbers, and says what is wrong in it: the
 * file, the line, the element, and what was meant. Start reading at {@link
 * io.portcullis.broker.xml.FileFaults}.
 *
 * <p>It may use {@code broker.platform} and the packages below {@code broker}.
 */
package io.portcullis.broker.xml;
