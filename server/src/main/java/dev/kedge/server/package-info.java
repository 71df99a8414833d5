/**
 * The HTTP server: configuration, start and stop, and the wiring of what lies in the packages
 * below: {@code auth} decides who may ask, {@code http} carries requests and answers, {@code
 * intake} takes in what agents send, {@code api} answers questions, {@code web} serves the pages,
 * {@code metrics} tells how the server itself does.
 */
@NullMarked
package dev.kedge.server;

import org.jspecify.annotations.NullMarked;
