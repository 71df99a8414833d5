/**
 * Which language runtime lives in which process, asked by the thread that drains the rings and
 * answered by one that reads foreign memory and files.
 */
@NullMarked
package dev.kedge.linux.generated;

import org.jspecify.annotations.NullMarked;
