/**
 * Test machines: from a description to a QEMU command line, the watch over the machine while it
 * runs, the frames its guest writes, and how its end is classified.
 */
@NullMarked
package dev.kedge.verify.machine;

import org.jspecify.annotations.NullMarked;
