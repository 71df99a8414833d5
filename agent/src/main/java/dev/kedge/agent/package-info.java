/** What runs on every host: collectors, windows, spool, upload, and the account of its own cost. */
@NullMarked
package dev.kedge.agent;

import org.jspecify.annotations.NullMarked;
