package dev.kedge.linux.unwind;

import dev.kedge.linux.generated.Interpreter;
import dev.kedge.linux.generated.JavaScript;
import dev.kedge.linux.generated.Runtimes;
import dev.kedge.linux.perf.PerfSample;
import dev.kedge.linux.proc.MappedFile;
import dev.kedge.linux.proc.Mapping;
import dev.kedge.linux.proc.ProcessTable;
import dev.kedge.linux.proc.TrackedProcess;
import dev.kedge.linux.python.PythonFrames;
import dev.kedge.linux.runtime.CodeRegions;
import dev.kedge.linux.runtime.FrameTag;
import dev.kedge.linux.v8.V8Code;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Walks the copy of a user stack from frame to caller: by the rules of the file a place lies in,
 * and by frame pointers in code that has none (generated code, Go, files whose table is not made
 * yet). Where that ends and the kernel's own chain of frame pointers goes on from there, as below a
 * copy that was too short, the chain is taken.
 *
 * <p>Makes no garbage. For the thread that drains the rings.
 */
public final class StackUnwinder {
  /** Places in a compiled method are told apart as finely as this: bytes, a power of two. */
  private static final int PLACES = 32;

  private final UnwindTables tables;
  private final ProcessTable processes;
  private final Runtimes runtimes;
  private final Predicate<MappedFile> unrounded;
  private final PythonFrames python = new PythonFrames();
  private final GeneratedFrames generated = new GeneratedFrames();
  private final Machine machine = Machine.ofThisMachine();
  private final RuleCache rules = new RuleCache();
  private final UserStack stack = new UserStack();

  // The walk under way: registers of the frame it stands at.
  private long copyStart;
  private boolean readFailed;
  private long pc;
  private long sp;
  private long fp;
  private boolean fpKnown;
  private long link;
  private boolean linkKnown;
  private boolean innermost;

  /** Lowest address of the stack that belongs to the frames since the last interpreter's. */
  private long evidenceFrom;

  /** Whether {@code pc} is an interrupted instruction, and no return address. */
  private boolean exact;

  /**
   * An unwinder.
   *
   * @param tables rules of files
   * @param processes what is mapped where
   * @param runtimes what is known of generated code
   * @param unrounded files whose places are wanted as they are; asked for each sample
   */
  public StackUnwinder(
      UnwindTables tables,
      ProcessTable processes,
      Runtimes runtimes,
      Predicate<MappedFile> unrounded) {
    this.tables = tables;
    this.processes = processes;
    this.runtimes = runtimes;
    this.unrounded = unrounded;
  }

  /**
   * The user frames of a sample: unwound where it carries a copy of the stack, else the kernel's
   * chain. The innermost is rounded to the start of its function where a table tells it, but for
   * files that are wanted unrounded. The result is reused for the next sample.
   */
  public UserStack unwind(PerfSample sample, TrackedProcess process) {
    stack.clear();
    if (!sample.hasUserRegisters() || sample.stackBytes() < 8) {
      chain(sample);
      return stack;
    }
    copyStart = sample.userRegister(machine.registers.stackPointer());
    pc = sample.userRegister(machine.registers.instructionPointer());
    sp = copyStart;
    fp = sample.userRegister(machine.registers.framePointer());
    fpKnown = true;
    linkKnown = machine == Machine.AARCH64;
    link = linkKnown ? sample.userRegister(machine.returnAddress) : 0;
    innermost = true;
    exact = true;
    evidenceFrom = copyStart;
    stack.add(pc);
    boolean more = true;
    while (more) {
      more = step(sample, process);
    }
    if (stack.end() != StackEnd.COMPLETE) {
      continueByChain(sample, process);
    }
    return stack;
  }

  private void chain(PerfSample sample) {
    int frames = Math.min(sample.userFrames(), UserStack.MAX_FRAMES);
    for (int i = 0; i < frames; i++) {
      stack.add(sample.userFrame(i));
    }
    stack.end(sample.truncated() ? StackEnd.TRUNCATED : StackEnd.FRAME_POINTERS);
  }

  private boolean step(PerfSample sample, TrackedProcess process) {
    long at = exact ? pc : pc - 1;
    Optional<Mapping> mapped = locate(process, at, sample.timeNanos());
    if (mapped.isEmpty()) {
      return end(StackEnd.NO_MAPPING);
    }
    Mapping mapping = mapped.get();
    MappedFile.Kind kind = mapping.file().kind();
    if (kind == MappedFile.Kind.ANONYMOUS) {
      return throughGeneratedCode(sample, process, at);
    }
    if (kind == MappedFile.Kind.SPECIAL) {
      return byFramePointer(sample, process, StackEnd.NO_RULE);
    }
    Optional<JavaScript> javaScript =
        runtimes.javaScript(process, mapping.file(), sample.timeNanos());
    long place = mapping.fileOffset(at);
    if (javaScript.isPresent() && javaScript.get().mayInterpret(place)) {
      return throughBytecode(sample, process, javaScript.get(), place);
    }
    UnwindTable table = tables.find(process.pid(), mapping, sample.timeNanos());
    if (table.serial() == 0) {
      boolean pending = tables.pending(mapping.file());
      return byFramePointer(sample, process, pending ? StackEnd.TABLE_PENDING : StackEnd.NO_RULE);
    }
    rules.find(table, place);
    long rule = rules.rule();
    if (innermost && UnwindRule.cfa(rule) != UnwindRule.CFA_PLT) {
      roundToFunction(mapping);
    }
    if (innermost
        && rule == UnwindRule.NONE
        && javaScript.isPresent()
        && onTop(sample, javaScript.get())) {
      long caller = read(sample, sp);
      sp += 8;
      return to(caller, false);
    }
    Optional<Interpreter> interpreter =
        runtimes.interpreter(process, mapping.file(), sample.timeNanos());
    if (interpreter.isPresent() && interpreter.get().runs(at)) {
      return throughInterpreter(sample, process, rule, interpreter.get());
    }
    return byRule(sample, process, rule);
  }

  /** The functions the interpreter was running take the place of its own frame. */
  private boolean throughInterpreter(
      PerfSample sample, TrackedProcess process, long rule, Interpreter interpreter) {
    long frame = sp;
    boolean callers = byRule(sample, process, rule);
    long end = Math.min(sp, copyStart + sample.stackBytes());
    if (sp == frame) {
      return callers;
    }
    int found =
        python.find(
            interpreter.process(),
            interpreter.memory(),
            sample,
            copyStart,
            evidenceFrom,
            frame,
            end);
    evidenceFrom = sp;
    if (found > 0) {
      showFunctions(found, callers);
    }
    return callers && !stack.full();
  }

  private void showFunctions(int found, boolean callers) {
    long caller = stack.frame(stack.count() - 1);
    stack.remove(callers ? 2 : 1);
    for (int i = 0; i < found && !stack.full(); i++) {
      stack.add(FrameTag.of(FrameTag.PYTHON_CODE, python.code(i)));
    }
    if (callers && !stack.full()) {
      stack.add(caller);
    }
  }

  /**
   * The function whose bytecode is interpreted takes the place of the interpreter, and handlers of
   * bytecodes that have called something are left out.
   */
  private boolean throughBytecode(
      PerfSample sample, TrackedProcess process, JavaScript javaScript, long place) {
    long function = fpKnown ? javaScript.process().frames().function(sample, copyStart, fp) : 0;
    if (function != 0) {
      stack.replaceLast(FrameTag.of(FrameTag.JS_INTERPRETED, function));
    }
    boolean leftOut = function == 0 && !innermost && javaScript.handles(place);
    boolean callers = byFramePointer(sample, process, StackEnd.NO_RULE);
    if (leftOut && callers) {
      long caller = stack.frame(stack.count() - 1);
      stack.remove(2);
      stack.add(caller);
    }
    return callers;
  }

  /** Whether V8's own code, called by code it generated, has made no frame yet, or makes none. */
  private boolean onTop(PerfSample sample, JavaScript javaScript) {
    readFailed = false;
    long caller = read(sample, sp);
    return !readFailed && javaScript.process().code().find(caller - 1) >= 0;
  }

  /**
   * By frame pointers. The functions of optimised code are told by the place, else by the frame,
   * which tells only where there is bytecode.
   */
  private boolean throughJavaScript(
      PerfSample sample, TrackedProcess process, long at, JavaScript javaScript) {
    V8Code code = javaScript.process().code();
    int piece = code.find(at);
    if (piece < 0) {
      javaScript.process().meet(at);
      runtimes.missed(process, at, sample.timeNanos());
    }
    if (piece >= 0 && code.optimised(piece)) {
      stack.replaceLast(code.place(piece, at) + (innermost ? 0 : 1));
    } else if (fpKnown && (piece >= 0 || !innermost)) {
      // Code that is not known has made its frame if it has called something.
      long function = javaScript.process().frames().function(sample, copyStart, fp);
      if (function != 0) {
        stack.replaceLast(FrameTag.of(FrameTag.JS_COMPILED, function));
      }
    }
    return byFramePointer(sample, process, StackEnd.GENERATED_CODE);
  }

  private boolean throughGeneratedCode(PerfSample sample, TrackedProcess process, long at) {
    Optional<JavaScript> javaScript = runtimes.javaScript(process);
    if (javaScript.isPresent()) {
      return throughJavaScript(sample, process, at, javaScript.get());
    }
    CodeRegions code = runtimes.code(process);
    int region = code.find(at);
    if (region < 0 || machine != Machine.X86_64) {
      runtimes.missed(process, at, sample.timeNanos());
      // HotSpot's code keeps no frame pointers: what they lead to would hide callers in between.
      return code.size() > 0
          ? end(StackEnd.GENERATED_CODE)
          : byFramePointer(sample, process, StackEnd.GENERATED_CODE);
    }
    generated.pc = pc;
    generated.sp = sp;
    generated.fp = fpKnown ? fp : 0;
    GeneratedFrames.Outcome outcome =
        generated.step(code, region, sample, process, copyStart, exact);
    if (generated.method != 0) {
      stack.replaceLast(FrameTag.of(FrameTag.JAVA_METHOD, generated.method));
    } else if (innermost) {
      stack.replaceLast(Math.max(code.start(region), pc & -PLACES));
    }
    boolean back = Long.compareUnsigned(generated.sp, sp) < 0;
    if (outcome != GeneratedFrames.Outcome.MOVED || back) {
      boolean cut = outcome == GeneratedFrames.Outcome.TRUNCATED;
      if (!cut) {
        // What was found may be of code that is gone by now.
        runtimes.missed(process, at, sample.timeNanos());
      }
      return end(cut ? StackEnd.TRUNCATED : StackEnd.GENERATED_CODE);
    }
    sp = generated.sp;
    fp = generated.fp;
    fpKnown = true;
    return to(generated.pc, false);
  }

  private Optional<Mapping> locate(TrackedProcess process, long address, long nowNanos) {
    Optional<Mapping> found = process.memory().find(address);
    return found.isPresent() ? found : processes.locate(process.pid(), address, nowNanos);
  }

  private void roundToFunction(Mapping mapping) {
    long start = mapping.start() + (rules.functionStart() - mapping.fileOffset());
    if (mapping.contains(start)
        && Long.compareUnsigned(start, pc) <= 0
        && !unrounded.test(mapping.file())) {
      stack.replaceLast(start);
    }
  }

  private boolean byRule(PerfSample sample, TrackedProcess process, long rule) {
    if (rule != UnwindRule.NONE && UnwindRule.ra(rule) == UnwindRule.RA_END) {
      return end(StackEnd.COMPLETE);
    }
    readFailed = false;
    long cfa;
    switch (UnwindRule.cfa(rule)) {
      case UnwindRule.CFA_REGISTER, UnwindRule.CFA_DEREFERENCE -> {
        int register = UnwindRule.cfaRegister(rule);
        if (!known(register)) {
          return byFramePointer(sample, process, StackEnd.NO_RULE);
        }
        cfa = register(sample, register) + UnwindRule.cfaOffset(rule);
        if (UnwindRule.cfa(rule) == UnwindRule.CFA_DEREFERENCE) {
          cfa = read(sample, cfa);
        }
      }
      case UnwindRule.CFA_PLT -> cfa = sp + 8 + ((pc & 15) >= UnwindRule.cfaOffset(rule) ? 8 : 0);
      case UnwindRule.CFA_SIGNAL -> {
        return throughSignalFrame(sample);
      }
      default -> {
        return byFramePointer(sample, process, StackEnd.NO_RULE);
      }
    }
    return toCaller(sample, rule, cfa);
  }

  private boolean known(int register) {
    return register == machine.stackPointer
        || (register == machine.framePointer && fpKnown)
        || (innermost && machine.registers.placeOfDwarf(register) >= 0);
  }

  private long register(PerfSample sample, int register) {
    if (register == machine.stackPointer) {
      return sp;
    }
    return register == machine.framePointer
        ? fp
        : sample.userRegister(machine.registers.placeOfDwarf(register));
  }

  private boolean toCaller(PerfSample sample, long rule, long cfa) {
    int ra = UnwindRule.ra(rule);
    boolean inRegister = ra != UnwindRule.RA_AT_CFA;
    int holder = UnwindRule.raOffset(rule) / 8;
    if ((ra == UnwindRule.RA_SAME && !linkKnown)
        || (ra == UnwindRule.RA_REGISTER && !known(holder))) {
      return end(StackEnd.NO_RULE);
    }
    long caller =
        switch (ra) {
          case UnwindRule.RA_SAME -> link;
          case UnwindRule.RA_REGISTER -> register(sample, holder);
          default -> read(sample, cfa + UnwindRule.raOffset(rule));
        };
    switch (UnwindRule.fp(rule)) {
      case UnwindRule.FP_AT_CFA -> fp = read(sample, cfa + UnwindRule.fpOffset(rule));
      case UnwindRule.FP_AT_FP -> fp = read(sample, fp + UnwindRule.fpOffset(rule));
      case UnwindRule.FP_LOST -> fpKnown = false;
      default -> {}
    }
    if (readFailed) {
      return end(sample.stackWhole() ? StackEnd.NO_RULE : StackEnd.TRUNCATED);
    }
    int progress = Long.compareUnsigned(cfa, sp);
    if (progress < 0 || (progress == 0 && !inRegister)) {
      return end(StackEnd.NO_RULE);
    }
    sp = cfa;
    return to(caller, false);
  }

  private boolean throughSignalFrame(PerfSample sample) {
    long from = sp;
    long interrupted = read(sample, from + machine.signalInstruction);
    sp = read(sample, from + machine.signalStackPointer);
    fp = read(sample, from + machine.signalFramePointer);
    fpKnown = true;
    link = read(sample, from + machine.signalLink);
    if (readFailed) {
      return end(StackEnd.TRUNCATED);
    }
    // The handler returns to the first byte of this frame's function, not behind a call in it.
    if (!innermost && !exact) {
      stack.replaceLast(pc + 1);
    }
    boolean more = to(interrupted, true);
    linkKnown = machine == Machine.AARCH64;
    return more;
  }

  /**
   * To the caller by the frame pointer: the saved one and the return address lie at it, on x86-64
   * as on aarch64. Believed only when it points upwards into the copy and the return address into
   * code.
   *
   * @param otherwise why the stack ends here when it is not believed
   */
  private boolean byFramePointer(PerfSample sample, TrackedProcess process, StackEnd otherwise) {
    if (!fpKnown || (fp & 7) != 0 || Long.compareUnsigned(fp, sp) < 0) {
      return end(otherwise);
    }
    readFailed = false;
    long saved = read(sample, fp);
    long caller = machine == Machine.AARCH64 ? clean(read(sample, fp + 8)) : read(sample, fp + 8);
    if (readFailed) {
      boolean near = fp - copyStart < sample.stackBytes() + (8L << 20);
      return end(near && !sample.stackWhole() ? StackEnd.TRUNCATED : otherwise);
    }
    if (caller == 0 && saved == 0) {
      return end(StackEnd.FRAME_POINTERS);
    }
    if (locate(process, caller - 1, sample.timeNanos()).isEmpty()
        || (saved != 0 && Long.compareUnsigned(saved, fp) <= 0)) {
      return end(otherwise);
    }
    sp = fp + 16;
    fp = saved;
    return to(caller, false);
  }

  private boolean to(long caller, boolean interrupted) {
    pc = machine == Machine.AARCH64 ? clean(caller) : caller;
    innermost = false;
    linkKnown = false;
    exact = interrupted;
    if (pc == 0) {
      return end(StackEnd.FRAME_POINTERS);
    }
    if (stack.full()) {
      return end(StackEnd.TRUNCATED);
    }
    stack.add(interrupted ? pc + 1 : pc);
    return true;
  }

  private static long clean(long address) {
    // Signed addresses carry the signature above bit 47; bit 55 is clear in user space.
    return address & 0x0000_ffff_ffff_ffffL;
  }

  private boolean end(StackEnd reason) {
    stack.end(reason);
    return false;
  }

  private long read(PerfSample sample, long address) {
    long offset = address - copyStart;
    if (offset < 0 || offset > sample.stackBytes() - 8) {
      readFailed = true;
      return 0;
    }
    return sample.stackWord((int) offset);
  }

  /** Goes on by the kernel's chain when the last frame is in it and what follows is code. */
  private void continueByChain(PerfSample sample, TrackedProcess process) {
    int frames = sample.userFrames();
    int at = 0;
    while (at < frames && sample.userFrame(at) != pc) {
      at++;
    }
    boolean any = false;
    for (int i = at + 1; i < frames && !stack.full(); i++) {
      long next = sample.userFrame(i);
      if (process.memory().find(next - 1).isEmpty()) {
        return;
      }
      stack.add(next);
      any = true;
    }
    if (any) {
      stack.end(sample.truncated() ? StackEnd.TRUNCATED : StackEnd.FRAME_POINTERS);
    }
  }
}
