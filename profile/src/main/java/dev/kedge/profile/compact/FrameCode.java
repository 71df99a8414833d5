package dev.kedge.profile.compact;

import dev.kedge.model.BuildId;
import dev.kedge.profile.CodeModule;
import dev.kedge.profile.CodeOrigin;
import dev.kedge.profile.Frame;
import dev.kedge.profile.NamedFrame;
import dev.kedge.profile.StackIds;
import dev.kedge.profile.UnknownReason;
import dev.kedge.profile.compact.StackDictionary.Name;
import java.util.Optional;

/**
 * Code of the frames of a dictionary, in the order of their files and offsets: the distance from
 * the one before, and the name where it is another.
 */
final class FrameCode {
  private static final CodeModule NO_MODULE = new CodeModule("", Optional.empty());
  private static final Frame.Code FIRST = new Frame.Code(CodeOrigin.KERNEL, NO_MODULE, 0);
  private static final int FLAGS = 8;
  private static final int KINDS = 8;
  private static final int REASONS = 13;
  private static final int FILES = 14;

  private final Coder coder;
  private final Bits flags = new Bits(2 * FLAGS);
  private final Numbers offsets = new Numbers(KINDS);
  private final Texts texts;
  private final int[] last = new int[FLAGS];
  private Frame.Code before = FIRST;
  private String function = "";

  /** Code of about so many frames. */
  FrameCode(Coder coder, int expected) {
    this.coder = coder;
    this.texts = new Texts(expected);
  }

  /** Whether the offset is not that of a place but stands for the name. */
  static boolean hasOffsetOfName(NamedFrame named) {
    return named.frame() instanceof Frame.Code code
        && named.function().isPresent()
        && code.offset() == StackIds.function(named.function().get());
  }

  Name code(Name given) {
    boolean defined = flag(0, given.named().isPresent());
    if (!defined) {
      return new Name(plain(given.id()), Optional.empty());
    }
    NamedFrame from = given.named().orElseGet(() -> new NamedFrame(FIRST, Optional.empty()));
    NamedFrame named = named(from);
    long id = StackIds.frame(named.frame());
    return new Name(
        flag(1, given.id() != StackIds.frame(from.frame())) ? plain(given.id()) : id,
        Optional.of(named));
  }

  private NamedFrame named(NamedFrame given) {
    Frame.Code code = given.frame() instanceof Frame.Code known ? known : FIRST;
    if (flag(2, given.frame() instanceof Frame.Unknown)) {
      UnknownReason reason =
          given.frame() instanceof Frame.Unknown known ? known.reason() : UnknownReason.TRUNCATED;
      Frame unknown = new Frame.Unknown(one(UnknownReason.class, reason));
      return new NamedFrame(unknown, function(given.function(), REASONS));
    }
    CodeOrigin origin = before.origin();
    CodeModule module = before.module();
    if (flag(3, code.origin() != origin || !code.module().equals(module))) {
      origin = one(CodeOrigin.class, code.origin());
      module = module(code.module());
      before = new Frame.Code(origin, module, 0);
    }
    int kind = origin.name().hashCode() & (KINDS - 1);
    if (flag(4, hasOffsetOfName(given))) {
      Optional<String> name = function(given.function(), kind);
      before = new Frame.Code(origin, module, StackIds.function(name.orElse("")));
      return new NamedFrame(before, name);
    }
    before = new Frame.Code(origin, module, offset(kind, code.offset()));
    return new NamedFrame(before, function(given.function(), kind));
  }

  private long offset(int kind, long given) {
    long distance = given - before.offset();
    if (flag(5, distance < 0 || distance >= 1L << 46)) {
      return plain(given);
    }
    return before.offset() + offsets.code(coder, kind, distance);
  }

  private Optional<String> function(Optional<String> given, int kind) {
    if (!flag(6, given.isPresent())) {
      return Optional.empty();
    }
    String name = given.orElse("");
    if (!flag(7, name.equals(function))) {
      function = texts.code(coder, kind, name);
    }
    return Optional.of(function);
  }

  private CodeModule module(CodeModule given) {
    String path = texts.code(coder, FILES, given.path());
    String buildId = texts.code(coder, FILES + 1, given.buildId().map(BuildId::hex).orElse(""));
    try {
      return new CodeModule(
          path, buildId.isEmpty() ? Optional.empty() : Optional.of(new BuildId(buildId)));
    } catch (IllegalArgumentException damaged) {
      throw new CompactException("dictionary", "build-id " + buildId);
    }
  }

  /** By name: numbers of constants may change. */
  private <T extends Enum<T>> T one(Class<T> type, T given) {
    String name = texts.code(coder, REASONS, given.name());
    try {
      return Enum.valueOf(type, name);
    } catch (IllegalArgumentException damaged) {
      throw new CompactException("dictionary", type.getSimpleName() + " " + name);
    }
  }

  private boolean flag(int flag, boolean given) {
    last[flag] = flags.code(coder, 2 * flag + last[flag], given ? 1 : 0);
    return last[flag] == 1;
  }

  private long plain(long value) {
    long coded = 0;
    for (int shift = 48; shift >= 0; shift -= 16) {
      coded = coded << 16 | coder.plain(16, (int) (value >>> shift) & 0xffff);
    }
    return coded;
  }
}
