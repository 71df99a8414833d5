/** Tests of issues. */
@NullMarked
package dev.kedge.store.issues;

import org.jspecify.annotations.NullMarked;
