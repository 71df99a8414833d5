/**
 * The programs that measure inside the guest: C sources in this package's resources, compiled into
 * one static binary when it is first needed. docs/verify-plans.md lists them with their parameters.
 */
@NullMarked
package dev.kedge.verify.guest;

import org.jspecify.annotations.NullMarked;
