/**
 * Release verification: boots kernels as packaged or built in QEMU machines, runs suites in them,
 * compares a candidate with a baseline and certifies what was seen.
 */
@NullMarked
package dev.kedge.verify;

import org.jspecify.annotations.NullMarked;
