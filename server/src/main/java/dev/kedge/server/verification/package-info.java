/**
 * Verifications of kernels that were sent in: kept as files, listed, and given out as they came. Of
 * the verify room only its results are used here.
 */
@NullMarked
package dev.kedge.server.verification;

import org.jspecify.annotations.NullMarked;
