/** The result of a check in the forms that people, CI systems and review tools read. */
@NullMarked
package dev.kedge.patches.publish;

import org.jspecify.annotations.NullMarked;
