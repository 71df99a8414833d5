/**
 * Hosts: the last heartbeat of each, what the heartbeats before it tell about the agent's cost, and
 * the events that one shows against the other. All of it is in the metadata database. How much a
 * host stores and since when is added from files and memory.
 */
@NullMarked
package dev.kedge.store.hosts;

import org.jspecify.annotations.NullMarked;
