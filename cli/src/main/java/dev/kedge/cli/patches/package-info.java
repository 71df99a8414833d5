/** {@code kedge patches}: one class per sub-command over the patches room. */
@NullMarked
package dev.kedge.cli.patches;

import org.jspecify.annotations.NullMarked;
