/** Which package uses which, and what the source keeps in one place. */
package io.portcullis.structure;
