/**
 * Filters of samples: one language for the API, the command line and the pages. The way in is
 * {@link dev.kedge.profile.filter.ProfileFilter#parse}.
 */
@NullMarked
package dev.kedge.profile.filter;

import org.jspecify.annotations.NullMarked;
