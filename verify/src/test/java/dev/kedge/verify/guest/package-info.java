/** Tests of the guest's programs. */
@NullMarked
package dev.kedge.verify.guest;

import org.jspecify.annotations.NullMarked;
