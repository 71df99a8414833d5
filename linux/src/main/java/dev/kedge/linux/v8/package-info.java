/**
 * Node processes without flags: JavaScript functions by V8's own objects, which are read out of the
 * process. Interpreted and baseline frames tell their function and bytecode; optimised code tells
 * which functions were inlined where.
 */
@NullMarked
package dev.kedge.linux.v8;

import org.jspecify.annotations.NullMarked;
