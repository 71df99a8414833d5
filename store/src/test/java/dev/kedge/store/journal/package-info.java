/** Tests of the journal. */
@NullMarked
package dev.kedge.store.journal;

import org.jspecify.annotations.NullMarked;
