/**
 * Makes the names compilers give functions readable again: C++ (Itanium C++ ABI), Rust legacy and
 * v0. Start at {@link dev.kedge.profile.demangle.Demangler}.
 */
@NullMarked
package dev.kedge.profile.demangle;

import org.jspecify.annotations.NullMarked;
