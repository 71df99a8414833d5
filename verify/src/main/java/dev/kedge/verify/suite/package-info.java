/**
 * Plans of verification as data: which machines boot, which suites run in them, what the candidate
 * has to hold. A plan is a YAML file of its own small language (docs/verify-plans.md); everything
 * that is wrong in it is told with file, line and column. Also what scripts print: KTAP and
 * figures.
 */
@NullMarked
package dev.kedge.verify.suite;

import org.jspecify.annotations.NullMarked;
