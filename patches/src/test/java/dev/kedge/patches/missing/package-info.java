/** Tests of the scan for missing fixes. */
@NullMarked
package dev.kedge.patches.missing;

import org.jspecify.annotations.NullMarked;
