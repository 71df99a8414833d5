/** Tests of profile windows and vital signs. */
@NullMarked
package dev.kedge.store.telemetry;

import org.jspecify.annotations.NullMarked;
