/** Pictures of a run: time lines, curves and distributions as text, SVG and JSON columns. */
@NullMarked
package dev.kedge.bandwidth.picture;

import org.jspecify.annotations.NullMarked;
