/**
 * Answers for a real host: a snapshot of its task groups, workloads fitted to it, and what another
 * limit or another kernel would do to them.
 *
 * <p>A {@link dev.kedge.bandwidth.host.HostSnapshot} comes from a running Linux or out of a file
 * ({@link dev.kedge.bandwidth.host.SnapshotFile}).
 */
@NullMarked
package dev.kedge.bandwidth.host;

import org.jspecify.annotations.NullMarked;
