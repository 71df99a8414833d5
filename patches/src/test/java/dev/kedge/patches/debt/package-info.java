/** Tests of the debt ledger. */
@NullMarked
package dev.kedge.patches.debt;

import org.jspecify.annotations.NullMarked;
