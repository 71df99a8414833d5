/**
 * What another limit or another kernel would do to a host: loads fitted to a snapshot, the cases
 * they are simulated in, and answers with bands.
 *
 * <p>Start reading at {@link dev.kedge.bandwidth.whatif.WhatIf}.
 */
@NullMarked
package dev.kedge.bandwidth.whatif;

import org.jspecify.annotations.NullMarked;
