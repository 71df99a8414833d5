/** Control groups: how they are mounted, which one a process is in, and who is throttled. */
@NullMarked
package dev.kedge.linux.cgroup;

import org.jspecify.annotations.NullMarked;
