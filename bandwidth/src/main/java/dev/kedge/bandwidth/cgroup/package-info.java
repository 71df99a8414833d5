/**
 * The kernel's own interface to the model: an in-memory cgroup file system of version 1 or 2 whose
 * cpu files read, accept and refuse what the kernel's do.
 */
@NullMarked
package dev.kedge.bandwidth.cgroup;

import org.jspecify.annotations.NullMarked;
