/**
 * Writes speedscope's own file format; the way in is {@link
 * dev.kedge.profile.speedscope.SpeedscopeWriter}.
 */
@NullMarked
package dev.kedge.profile.speedscope;

import org.jspecify.annotations.NullMarked;
