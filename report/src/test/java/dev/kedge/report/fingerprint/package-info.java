/** Tests of fingerprints and of what is decided with them. */
@NullMarked
package dev.kedge.report.fingerprint;

import org.jspecify.annotations.NullMarked;
