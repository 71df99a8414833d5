/** Tests of plans and of what scripts print. */
@NullMarked
package dev.kedge.verify.suite;

import org.jspecify.annotations.NullMarked;
