/** Which pod, container or systemd unit a cgroup path belongs to. */
@NullMarked
package dev.kedge.profile.workload;

import org.jspecify.annotations.NullMarked;
