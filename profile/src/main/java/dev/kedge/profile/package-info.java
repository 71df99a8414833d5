/**
 * Stacks and profile windows, the records that all of Kedge shares, and the merging of windows into
 * a named profile. Addresses are (build-id, file offset); names are joined late. Knows neither
 * HTTP, SQL nor a running system; the packages below say what can be made of a profile.
 */
@NullMarked
package dev.kedge.profile;

import org.jspecify.annotations.NullMarked;
