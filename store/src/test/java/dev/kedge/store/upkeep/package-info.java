/** Tests of the store's upkeep. */
@NullMarked
package dev.kedge.store.upkeep;

import org.jspecify.annotations.NullMarked;
