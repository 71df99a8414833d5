/** Who may ask what: bearer tokens with roles, and the guard of a server without tokens. */
@NullMarked
package dev.kedge.server.auth;

import org.jspecify.annotations.NullMarked;
