package dev.kedge.agent;

import dev.kedge.linux.KernelSymbol;
import dev.kedge.linux.KernelSymbols;
import dev.kedge.linux.elf.Symbol;
import dev.kedge.linux.generated.Runtimes;
import dev.kedge.linux.proc.MappedFile;
import dev.kedge.linux.proc.Mapping;
import dev.kedge.linux.proc.ModuleSymbols;
import dev.kedge.linux.proc.UserSymbols;
import dev.kedge.linux.runtime.FrameTag;
import dev.kedge.linux.runtime.RuntimeFunction;
import dev.kedge.linux.unwind.StackEnd;
import dev.kedge.model.BuildId;
import dev.kedge.profile.CodeModule;
import dev.kedge.profile.CodeOrigin;
import dev.kedge.profile.Frame;
import dev.kedge.profile.FrameDefinition;
import dev.kedge.profile.NamedFrame;
import dev.kedge.profile.StackIds;
import dev.kedge.profile.UnknownReason;
import dev.kedge.profile.demangle.Demangler;
import dev.kedge.report.symbol.SourceFrame;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
  private final Runtimes runtimes;
  private final InlinedFunctions inlined;
  private final boolean lines;
  private final PlaceFrames placeFrames = new PlaceFrames();
  private final Optional<BuildId> kernelBuildId;
  private final NamedPlaces places = new NamedPlaces();
  private final Map<UnknownReason, FrameDefinition> unknown = new EnumMap<>(UnknownReason.class);
  private boolean waiting;

  /**
   * A namer.
   *
   * @param lines whether leaves stay apart by place, for their lines
   */
  FrameNamer(
      KernelSymbols kernel,
      UserSymbols user,
      Runtimes runtimes,
      InlinedFunctions inlined,
      boolean lines,
      Optional<BuildId> kernelBuildId) {
    this.inlined = inlined;
    this.lines = lines;
    this.kernel = kernel;
    this.user = user;
    this.runtimes = runtimes;
    this.kernelBuildId = kernelBuildId;
    for (UnknownReason reason : UnknownReason.values()) {
      unknown.put(
          reason, FrameDefinition.of(new NamedFrame(new Frame.Unknown(reason), Optional.empty())));
    }
  }

  /** Takes up kernel modules that were loaded since the last time. */
  void refresh() {
    if (kernel.refresh()) {
      places.forgetKernel();
    }
  }

  /** Whether places of the stack named last may have inlined functions that are not known yet. */
  boolean waiting() {
    return waiting;
  }

  /** The frames of a stack, leaf first, kernel frames before user frames; never empty. */
  List<FrameDefinition> name(CountedStack stack) {
    waiting = false;
    List<FrameDefinition> frames = new ArrayList<>(stack.kernelFrames() + stack.userFrames() + 1);
    nameKernel(stack, frames);
    for (int i = 0; i < stack.userFrames(); i++) {
      nameUser(stack, i, frames);
    }
    if (stack.userFrames() > 0 && !endsAtEntryPoint(frames)) {
      addEnd(stack.end(), frames);
    }
    if (frames.isEmpty()) {
      frames.add(unknown(UnknownReason.NO_MAPPING));
    }
    return frames;
  }

  /** A run of frames that are unknown for the same reason says no more than one of them. */
  private static void add(FrameDefinition frame, List<FrameDefinition> frames) {
    if (!(frame.frame().frame() instanceof Frame.Unknown)
        || frames.isEmpty()
        || frame.id() != frames.getLast().id()) {
      frames.add(frame);
    }
  }

  /** Whether there is generated code without a name, which its runtime may tell yet. */
  static boolean mayBeNamedLater(List<FrameDefinition> frames) {
    return frames.stream()
        .anyMatch(frame ->
            frame.frame().frame() instanceof Frame.Unknown(UnknownReason reason)
                && reason == UnknownReason.GENERATED_CODE);
  }

  /** Whether the outermost frame is where programs and threads begin. */
  static boolean endsAtEntryPoint(List<FrameDefinition> frames) {
    return !frames.isEmpty()
        && frames.getLast().frame().function().filter(StackEnds::isEntryPoint).isPresent();
  }

  /** A stack that broke off says why in a last frame. */
  private void addEnd(StackEnd end, List<FrameDefinition> frames) {
    Optional<UnknownReason> reason =
        switch (end) {
          case COMPLETE, FRAME_POINTERS -> Optional.empty();
          case TRUNCATED -> Optional.of(UnknownReason.TRUNCATED);
          case NO_MAPPING -> Optional.of(UnknownReason.NO_MAPPING);
          case NO_RULE -> Optional.of(UnknownReason.NO_UNWIND_RULE);
          case GENERATED_CODE -> Optional.of(UnknownReason.GENERATED_CODE);
          case TABLE_PENDING -> Optional.of(UnknownReason.TABLE_PENDING);
        };
    reason.ifPresent(why -> add(unknown(why), frames));
  }

  private void nameKernel(CountedStack stack, List<FrameDefinition> frames) {
    boolean hidden = false;
    for (int i = 0; i < stack.kernelFrames(); i++) {
      boolean leaf = i == 0;
      long address = stack.kernelAddress(i) - (leaf ? 0 : 1);
      Optional<List<FrameDefinition>> found =
          places
              .kernel(address, leaf)
              .or(() -> kernel.lookup(address).map(symbol -> inKernel(symbol, address, leaf)));
      if (found.isPresent()) {
        frames.addAll(found.get());
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

  private List<FrameDefinition> inKernel(KernelSymbol symbol, long address, boolean leaf) {
    boolean core = symbol.module().equals("[kernel]");
    CodeModule module = new CodeModule(symbol.module(), core ? kernelBuildId : Optional.empty());
    long offset = leaf && !lines ? symbol.functionOffset() : symbol.offset();
    NamedFrame whole =
        new NamedFrame(
            new Frame.Code(CodeOrigin.KERNEL, module, offset), Optional.of(symbol.function()));
    List<SourceFrame> source = core ? inlined.kernel(symbol.offset()) : List.of();
    List<FrameDefinition> named = placeFrames.of(module, whole, source);
    if (core && inlined.waiting()) {
      waiting = true;
      return named;
    }
    return places.keepKernel(address, leaf, named);
  }

  private void nameUser(CountedStack stack, int index, List<FrameDefinition> frames) {
    long address = stack.userAddress(index);
    boolean generated =
        FrameTag.tag(address) != 0
            || stack
                .mapping(index)
                .filter(mapping -> mapping.file().kind() == MappedFile.Kind.ANONYMOUS)
                .isPresent();
    if (!generated) {
      List<FrameDefinition> place = userFrames(stack, index, index == 0);
      place.subList(0, place.size() - 1).forEach(frames::add);
      add(place.getLast(), frames);
      return;
    }
    List<RuntimeFunction> functions = runtimes.functions(stack.pid(), address, index == 0);
    for (RuntimeFunction function : functions) {
      frames.add(
          places
              .generated(function)
              .orElseGet(() -> places.keepGenerated(function, runtimeFrame(function))));
    }
    if (functions.isEmpty()) {
      add(unknown(UnknownReason.GENERATED_CODE), frames);
    }
  }

  private static FrameDefinition runtimeFrame(RuntimeFunction function) {
    CodeOrigin origin =
        switch (function.kind()) {
          case COMPILED -> CodeOrigin.JIT;
          case INTERPRETED -> CodeOrigin.INTERPRETER;
        };
    CodeModule module = new CodeModule(function.module(), Optional.empty());
    return FrameDefinition.of(
        new NamedFrame(
            new Frame.Code(origin, module, StackIds.function(function.name())),
            Optional.of(function.name())));
  }

  /** The frames of one place of a stack, at least one. */
  private List<FrameDefinition> userFrames(CountedStack stack, int index, boolean leaf) {
    Optional<Mapping> mapped = stack.mapping(index);
    if (mapped.isEmpty()) {
      return List.of(unknown(UnknownReason.NO_MAPPING));
    }
    Mapping mapping = mapped.get();
    long address = stack.userAddress(index) - (index == 0 ? 0 : 1);
    if (!mapping.contains(address)) {
      return List.of(unknown(UnknownReason.NO_MAPPING));
    }
    return switch (mapping.file().kind()) {
      case ANONYMOUS -> List.of(unknown(UnknownReason.GENERATED_CODE));
      case SPECIAL -> List.of(special(mapping, address));
      case FILE, VDSO -> inFile(stack.pid(), mapping, address, leaf);
    };
  }

  private static FrameDefinition special(Mapping mapping, long address) {
    CodeModule module = new CodeModule(mapping.file().path(), Optional.empty());
    return FrameDefinition.of(
        new NamedFrame(
            new Frame.Code(CodeOrigin.NATIVE, module, mapping.fileOffset(address)),
            Optional.empty()));
  }

  private List<FrameDefinition> inFile(int pid, Mapping mapping, long address, boolean leaf) {
    long offset = mapping.fileOffset(address);
    return places
        .user(mapping.file(), offset, leaf)
        .orElseGet(() -> lookUp(pid, mapping, offset, leaf));
  }

  private List<FrameDefinition> lookUp(int pid, Mapping mapping, long offset, boolean leaf) {
    MappedFile file = mapping.file();
    ModuleSymbols symbols = user.cached(file).orElseGet(() -> user.load(pid, mapping));
    Optional<Symbol> symbol = symbols.symbols().lookup(offset);
    CodeModule module = new CodeModule(file.path(), file.buildId().or(symbols::buildId));
    long place = leaf && !lines ? symbol.map(Symbol::startFileOffset).orElse(offset) : offset;
    NamedFrame whole =
        new NamedFrame(
            new Frame.Code(CodeOrigin.NATIVE, module, place),
            symbol.map(Symbol::name).map(Demangler::readable));
    List<SourceFrame> source = inlined.user(pid, mapping, offset);
    waiting |= inlined.waiting();
    // The start of a function may stand for any place in it: the unwinder rounds to it.
    boolean rounded = !lines && symbol.filter(at -> at.startFileOffset() == offset).isPresent();
    List<FrameDefinition> named = placeFrames.of(module, whole, rounded ? List.of() : source);
    // A file that could not be read may be readable through another process later.
    return symbols.problem().isEmpty() && !inlined.waiting()
        ? places.keepUser(file, offset, leaf, named)
        : named;
  }

  private FrameDefinition unknown(UnknownReason reason) {
    return Objects.requireNonNull(unknown.get(reason));
  }
}
