/** The browser app, served from the class path. */
@NullMarked
package dev.kedge.server.web;

import org.jspecify.annotations.NullMarked;
