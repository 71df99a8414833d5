/**
 * Fixes that upstream has and a branch lacks: found by their Fixes tags, matched over ids, upstream
 * references, subjects and patch ids, tried on the branch, ranked.
 */
@NullMarked
package dev.kedge.patches.missing;

import org.jspecify.annotations.NullMarked;
