/**
 * Python processes without flags: the functions an interpreter runs, read out of the process where
 * the copied stack tells which frame was the current one.
 */
@NullMarked
package dev.kedge.linux.python;

import org.jspecify.annotations.NullMarked;
