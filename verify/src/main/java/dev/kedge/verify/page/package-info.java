/**
 * The report as pages that open offline: static HTML without scripts, plots as inline SVG. All text
 * from kernels and guests is hostile and is only ever written through {@link Markup#text}.
 */
@NullMarked
package dev.kedge.verify.page;

import org.jspecify.annotations.NullMarked;
