package dev.kedge.profile.demangle;

/** A symbol is not mangled in a way that is understood. */
final class MangledNameException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MangledNameException(String what, int position) {
    super("mangled name, character %d: %s".formatted(position, what), null, false, false);
  }
}
