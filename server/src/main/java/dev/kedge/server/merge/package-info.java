/**
 * The merge queue of a branch: takes proposals by API, bundle and webhook, works through them on a
 * thread of its own, and keeps proposals, runs of checks and their logs as files.
 */
@NullMarked
package dev.kedge.server.merge;

import org.jspecify.annotations.NullMarked;
