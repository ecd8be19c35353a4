/// Pages of contacts: the list and what is done with many, one person and what was said, tables in and out.
@NullMarked
package dev.crier.studio.contacts;

import org.jspecify.annotations.NullMarked;
