/** Tests of the rebase forecast. */
@NullMarked
package dev.kedge.patches.forecast;

import org.jspecify.annotations.NullMarked;
