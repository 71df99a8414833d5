/** HTTP API, intake, authentication, metrics and the web pages. */
@NullMarked
package dev.kedge.server;

import org.jspecify.annotations.NullMarked;
