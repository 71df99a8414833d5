/** What would happen if a downstream tree were moved onto another base. */
@NullMarked
package dev.kedge.patches.forecast;

import org.jspecify.annotations.NullMarked;
