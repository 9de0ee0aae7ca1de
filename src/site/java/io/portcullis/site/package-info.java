/** Makes the manual's site from its Markdown pages. {@link io.portcullis.site.Main} starts it. */
package io.portcullis.site;
