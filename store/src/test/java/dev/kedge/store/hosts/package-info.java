/** Tests of hosts. */
@NullMarked
package dev.kedge.store.hosts;

import org.jspecify.annotations.NullMarked;
