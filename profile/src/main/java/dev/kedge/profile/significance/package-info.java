/**
 * How far two shares of samples differ beyond chance: proportions, exact tails, normal deviates.
 */
@NullMarked
package dev.kedge.profile.significance;

import org.jspecify.annotations.NullMarked;
