/** Tests of filters. */
@NullMarked
package dev.kedge.profile.filter;

import org.jspecify.annotations.NullMarked;
