/** The discrete-event model of the CFS/EEVDF scheduler with CPU bandwidth control. */
@NullMarked
package dev.kedge.bandwidth.sim;

import org.jspecify.annotations.NullMarked;
