/**
 * The gate for what goes into a downstream tree: a policy as data, rules that look at each commit
 * of a range, waivers with an end, findings for people and for machines.
 */
@NullMarked
package dev.kedge.patches.check;

import org.jspecify.annotations.NullMarked;
