/** Repositories for tests, written through {@code git fast-import} from plain data. */
@NullMarked
package dev.kedge.patches.history;

import org.jspecify.annotations.NullMarked;
