package dev.kedge.profile;

import java.util.Optional;

/**
 * A frame with the name of its function, where one is known.
 *
 * @param frame the place in code
 * @param function name of the function, empty when no symbol covers the place
 * @param line where in the source, empty unless lines were asked for
 */
public record NamedFrame(Frame frame, Optional<String> function, Optional<SourceLine> line) {
  /** A frame without its line. */
  public NamedFrame(Frame frame, Optional<String> function) {
    this(frame, function, Optional.empty());
  }

  /**
   * What people read: the function; without a symbol the module and the offset; for an unknown
   * frame its reason in brackets.
   */
  public String displayName() {
    return function.orElseGet(() ->
        switch (frame) {
          case Frame.Code code -> "%s+0x%x".formatted(code.module().shortName(), code.offset());
          case Frame.Unknown unknown -> "[" + unknown.reason().text() + "]";
        });
  }
}
