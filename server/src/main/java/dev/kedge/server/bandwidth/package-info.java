/** The bandwidth model over HTTP: ready scenarios, scenario files, and bounded runs. */
@NullMarked
package dev.kedge.server.bandwidth;

import org.jspecify.annotations.NullMarked;
