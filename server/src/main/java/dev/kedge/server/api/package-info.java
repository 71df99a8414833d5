/** Answers questions about hosts, vital signs, profiles and issues, as openapi.yaml says. */
@NullMarked
package dev.kedge.server.api;

import org.jspecify.annotations.NullMarked;
