/** How the server itself does: health, status, Prometheus metrics. */
@NullMarked
package dev.kedge.server.metrics;

import org.jspecify.annotations.NullMarked;
