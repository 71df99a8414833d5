package dev.kedge.profile.folded;

import dev.kedge.profile.CodeModule;
import dev.kedge.profile.CodeOrigin;
import dev.kedge.profile.Frame;
import dev.kedge.profile.NamedFrame;
import dev.kedge.profile.UnknownReason;
import java.util.Optional;

/** Names of frames in folded text. */
final class FoldedNames {
  private static final String KERNEL_SUFFIX = "_[k]";
  private static final String JIT_SUFFIX = "_[j]";
  private static final String INLINED_SUFFIX = "_[i]";
  private static final CodeModule KERNEL = new CodeModule("[kernel]", Optional.empty());
  private static final CodeModule NO_MODULE = new CodeModule("", Optional.empty());

  private FoldedNames() {}

  static String write(NamedFrame frame) {
    String name = escape(frame.displayName());
    if (frame.frame() instanceof Frame.Code code) {
      return switch (code.origin()) {
        case KERNEL -> name + KERNEL_SUFFIX;
        case JIT -> name + JIT_SUFFIX;
        case INLINED -> name + INLINED_SUFFIX;
        case NATIVE, INTERPRETER -> name;
      };
    }
    return name;
  }

  static NamedFrame read(String text) {
    for (UnknownReason reason : UnknownReason.values()) {
      if (text.length() == reason.text().length() + 2
          && text.startsWith("[")
          && text.startsWith(reason.text(), 1)
          && text.endsWith("]")) {
        return new NamedFrame(new Frame.Unknown(reason), Optional.empty());
      }
    }
    if (text.endsWith(KERNEL_SUFFIX)) {
      return code(CodeOrigin.KERNEL, KERNEL, text, KERNEL_SUFFIX.length());
    }
    if (text.endsWith(JIT_SUFFIX)) {
      return code(CodeOrigin.JIT, NO_MODULE, text, JIT_SUFFIX.length());
    }
    if (text.endsWith(INLINED_SUFFIX)) {
      return code(CodeOrigin.INLINED, NO_MODULE, text, INLINED_SUFFIX.length());
    }
    return code(CodeOrigin.NATIVE, NO_MODULE, text, 0);
  }

  static String escape(String name) {
    StringBuilder out = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      out.append(c == ';' ? ':' : Character.isISOControl(c) ? ' ' : c);
    }
    return out.toString();
  }

  private static NamedFrame code(CodeOrigin origin, CodeModule module, String text, int suffix) {
    return new NamedFrame(
        new Frame.Code(origin, module, 0), Optional.of(text.substring(0, text.length() - suffix)));
  }
}
