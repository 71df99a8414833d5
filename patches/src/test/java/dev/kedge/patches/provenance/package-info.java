/** Tests of what messages say. */
@NullMarked
package dev.kedge.patches.provenance;

import org.jspecify.annotations.NullMarked;
