/**
 * What the other rooms share about the disk below them: the names in a store directory, and files
 * that outlive a power cut. A full disk is told from other failures here, in the two exceptions
 * that every caller of the store sees. Knows nothing of what the files hold.
 */
@NullMarked
package dev.kedge.store.disk;

import org.jspecify.annotations.NullMarked;
