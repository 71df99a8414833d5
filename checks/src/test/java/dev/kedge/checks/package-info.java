/**
 * The rules of the house as tests: which module may use which, how sources look, what the documents
 * have to say. A rule that fails names each file and line that breaks it.
 */
@NullMarked
package dev.kedge.checks;

import org.jspecify.annotations.NullMarked;
