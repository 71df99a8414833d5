package dev.kedge.agent;

import dev.kedge.linux.KernelSymbol;
import dev.kedge.linux.KernelSymbols;
import dev.kedge.linux.elf.Symbol;
import dev.kedge.linux.proc.MappedFile;
import dev.kedge.linux.proc.Mapping;
import dev.kedge.linux.proc.ModuleSymbols;
import dev.kedge.linux.proc.UserSymbols;
import dev.kedge.linux.unwind.StackEnd;
import dev.kedge.model.BuildId;
import dev.kedge.profile.CodeModule;
import dev.kedge.profile.CodeOrigin;
import dev.kedge.profile.Frame;
import dev.kedge.profile.NamedFrame;
import dev.kedge.profile.UnknownReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Places the addresses of a stack in code and looks their functions up.
 *
 * <p>Return addresses point behind the call, possibly into the next function: callers are looked
 * up, and kept, at the byte before. The interrupted place itself (the leaf) is kept as the start of
 * its function, which makes far fewer different stacks and loses only the line.
 *
 * <p>Reads ELF files, so it must not run on the thread that drains the rings. One thread at a time.
 */
final class FrameNamer {
  private final KernelSymbols kernel;
  private final UserSymbols user;
  private final Optional<BuildId> kernelBuildId;

  FrameNamer(KernelSymbols kernel, UserSymbols user, Optional<BuildId> kernelBuildId) {
    this.kernel = kernel;
    this.user = user;
    this.kernelBuildId = kernelBuildId;
  }

  /** Takes up kernel modules that were loaded since the last time. */
  void refresh() {
    kernel.refresh();
  }

  /** The frames of a stack, leaf first, kernel frames before user frames; never empty. */
  List<NamedFrame> name(CountedStack stack) {
    List<NamedFrame> frames = new ArrayList<>(stack.kernelFrames() + stack.userFrames() + 1);
    nameKernel(stack, frames);
    for (int i = 0; i < stack.userFrames(); i++) {
      NamedFrame frame = userFrame(stack, i, frames.isEmpty());
      // A run of frames that are unknown for the same reason says no more than one of them.
      if (!(frame.frame() instanceof Frame.Unknown)
          || frames.isEmpty()
          || !frame.equals(frames.getLast())) {
        frames.add(frame);
      }
    }
    if (stack.userFrames() > 0 && !endsAtEntryPoint(frames)) {
      addEnd(stack.end(), frames);
    }
    if (frames.isEmpty()) {
      frames.add(unknown(UnknownReason.NO_MAPPING));
    }
    return frames;
  }

  /** Whether the outermost frame is where programs and threads begin. */
  static boolean endsAtEntryPoint(List<NamedFrame> frames) {
    return !frames.isEmpty()
        && frames.getLast().function().filter(StackEnds::isEntryPoint).isPresent();
  }

  /** A stack that broke off says why in a last frame. */
  private static void addEnd(StackEnd end, List<NamedFrame> frames) {
    Optional<UnknownReason> reason =
        switch (end) {
          case COMPLETE, FRAME_POINTERS -> Optional.empty();
          case TRUNCATED -> Optional.of(UnknownReason.TRUNCATED);
          case NO_MAPPING -> Optional.of(UnknownReason.NO_MAPPING);
          case NO_RULE -> Optional.of(UnknownReason.NO_UNWIND_RULE);
          case GENERATED_CODE -> Optional.of(UnknownReason.GENERATED_CODE);
          case TABLE_PENDING -> Optional.of(UnknownReason.TABLE_PENDING);
        };
    reason
        .map(FrameNamer::unknown)
        .filter(frame -> frames.isEmpty() || !frame.equals(frames.getLast()))
        .ifPresent(frames::add);
  }

  private void nameKernel(CountedStack stack, List<NamedFrame> frames) {
    boolean hidden = false;
    for (int i = 0; i < stack.kernelFrames(); i++) {
      boolean leaf = i == 0;
      long address = stack.kernelAddress(i) - (leaf ? 0 : 1);
      Optional<KernelSymbol> found = kernel.lookup(address);
      if (found.isPresent()) {
        frames.add(kernelFrame(found.get(), leaf));
      } else if (!hidden) {
        // Without names the addresses are those of one boot only: one frame says so for all.
        hidden = true;
        frames.add(
            unknown(
                kernel.limitation().isPresent()
                    ? UnknownReason.KERNEL_HIDDEN
                    : UnknownReason.NO_MAPPING));
      }
    }
  }

  private NamedFrame kernelFrame(KernelSymbol symbol, boolean leaf) {
    boolean core = symbol.module().equals("[kernel]");
    CodeModule module = new CodeModule(symbol.module(), core ? kernelBuildId : Optional.empty());
    long offset = leaf ? symbol.functionOffset() : symbol.offset();
    return new NamedFrame(
        new Frame.Code(CodeOrigin.KERNEL, module, offset), Optional.of(symbol.function()));
  }

  private NamedFrame userFrame(CountedStack stack, int index, boolean leaf) {
    Optional<Mapping> mapped = stack.mapping(index);
    if (mapped.isEmpty()) {
      return unknown(UnknownReason.NO_MAPPING);
    }
    Mapping mapping = mapped.get();
    long address = stack.userAddress(index) - (index == 0 ? 0 : 1);
    if (!mapping.contains(address)) {
      return unknown(UnknownReason.NO_MAPPING);
    }
    return switch (mapping.file().kind()) {
      case ANONYMOUS -> unknown(UnknownReason.GENERATED_CODE);
      case SPECIAL -> special(mapping, address);
      case FILE, VDSO -> inFile(stack.pid(), mapping, address, leaf);
    };
  }

  private static NamedFrame special(Mapping mapping, long address) {
    CodeModule module = new CodeModule(mapping.file().path(), Optional.empty());
    return new NamedFrame(
        new Frame.Code(CodeOrigin.NATIVE, module, mapping.fileOffset(address)), Optional.empty());
  }

  private NamedFrame inFile(int pid, Mapping mapping, long address, boolean leaf) {
    MappedFile file = mapping.file();
    ModuleSymbols symbols = user.cached(file).orElseGet(() -> user.load(pid, mapping));
    long offset = mapping.fileOffset(address);
    Optional<Symbol> symbol = symbols.symbols().lookup(offset);
    CodeModule module = new CodeModule(file.path(), file.buildId().or(symbols::buildId));
    long place = leaf ? symbol.map(Symbol::startFileOffset).orElse(offset) : offset;
    return new NamedFrame(
        new Frame.Code(CodeOrigin.NATIVE, module, place), symbol.map(Symbol::name));
  }

  private static NamedFrame unknown(UnknownReason reason) {
    return new NamedFrame(new Frame.Unknown(reason), Optional.empty());
  }
}
