/**
 * Taking data in: bounded bodies, the uploads of agents, console logs. What is acknowledged is
 * durable; what is refused is counted.
 */
@NullMarked
package dev.kedge.server.intake;

import org.jspecify.annotations.NullMarked;
