/**
 * The model against measurements of real kernels: reads them, simulates each row over unknown
 * phases and placements, and says where the kernel lies inside the model's band.
 */
@NullMarked
package dev.kedge.bandwidth.measure;

import org.jspecify.annotations.NullMarked;
