/**
 * Stacks, profile windows and what can be said about them: merging, comparing, flame trees, pprof
 * and folded text. Addresses are (build-id, file offset); names are joined late. Knows neither
 * HTTP, SQL nor a running system.
 */
@NullMarked
package dev.kedge.profile;

import org.jspecify.annotations.NullMarked;
