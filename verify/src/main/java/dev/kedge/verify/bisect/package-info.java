/**
 * Finds the first bad kernel of an ordered list, and where the fault went away again, with tests
 * that do not always fail. A pure search: what boots and judges a kernel is passed in.
 */
@NullMarked
package dev.kedge.verify.bisect;

import org.jspecify.annotations.NullMarked;
