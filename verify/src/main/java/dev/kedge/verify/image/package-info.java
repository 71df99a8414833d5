/**
 * The initial file systems of test machines: a cpio writer, the modules a kernel needs in the order
 * of their dependencies, and the guest's first process.
 */
@NullMarked
package dev.kedge.verify.image;

import org.jspecify.annotations.NullMarked;
