/**
 * Source lines for the functions a report names, late and optional: symbol tables, DWARF line
 * tables and inlined calls, modules, and the instructions of {@code Code:} lines. Files are hostile
 * input: every offset, count and recursion is checked or bounded before use.
 */
@NullMarked
package dev.kedge.report.symbol;

import org.jspecify.annotations.NullMarked;
