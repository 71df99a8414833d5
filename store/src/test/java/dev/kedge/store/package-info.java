/** Tests of the store. */
@NullMarked
package dev.kedge.store;

import org.jspecify.annotations.NullMarked;
