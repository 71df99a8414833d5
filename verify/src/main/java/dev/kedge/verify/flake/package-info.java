/**
 * Tests that do not always pass: how often each failed before, how probable a pass is, and whether
 * a kernel fails more often than others did. Nothing is ever repeated until it passes.
 */
@NullMarked
package dev.kedge.verify.flake;

import org.jspecify.annotations.NullMarked;
