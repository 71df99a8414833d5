/** Where a commit says it comes from, in the words of every vendor; what it fixes and reverts. */
@NullMarked
package dev.kedge.patches.provenance;

import org.jspecify.annotations.NullMarked;
