/**
 * Values every module shares: which host, which boot, which kernel, which time range, and the
 * readings a host sends about itself. Records only, no behaviour beyond their own invariants, no
 * dependency but the JDK.
 */
@NullMarked
package dev.kedge.model;

import org.jspecify.annotations.NullMarked;
