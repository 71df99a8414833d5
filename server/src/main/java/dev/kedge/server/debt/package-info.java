/**
 * The debt of a downstream tree: measured when its branch or upstream has moved, shown as it is.
 */
@NullMarked
package dev.kedge.server.debt;

import org.jspecify.annotations.NullMarked;
