package dev.kedge.linux.python;

import dev.kedge.linux.perf.PerfSample;
import dev.kedge.linux.runtime.ForeignMemoryException;
import dev.kedge.linux.runtime.ProcessMemory;
import java.util.Optional;
import org.agrona.collections.LongHashSet;

/**
 * The Python functions that one activation of the interpreter was running when a sample was taken.
 *
 * <p>Calls between Python functions do not use the C stack since 3.11: the frames lie in the heap
 * and must be read from the process, which has run on since. What the sample itself holds decides
 * what is believed: the address of the current frame lies in the C frame of the interpreter (up to
 * 3.12 in a record of its own), and the address of the next instruction, in a register or saved on
 * the stack, must lie in that frame's code. Where the process has run on too far, a chain that was
 * read earlier is taken if it had the same place and function. Else there are no functions.
 *
 * <p>Reads foreign memory, a few pages for each sample of Python, because it would be too late at
 * any later time. One thread at a time; makes little garbage.
 */
public final class PythonFrames {
  /** Most functions of one activation. */
  public static final int MAX_FRAMES = 128;

  private static final int MAX_WORDS = 160;
  private static final int MAX_EVIDENCE = 1_024;
  private static final long MAX_CODE_BYTES = 1 << 22;

  /** Bytes of a unit of bytecode (_Py_CODEUNIT). */
  private static final int INSTRUCTION = 2;

  private static final long NEAR = 64L << 20;
  private static final int REGISTERS = 17;

  /** Of a chunk of a thread's stack of frames (_PyStackChunk), which begins with a page. */
  private static final int CHUNK_HEADER = 24;

  private final long[] codes = new long[MAX_FRAMES];
  private final long[] chain = new long[MAX_FRAMES];
  private final long[] evidence = new long[MAX_EVIDENCE];
  private final long[] candidates = new long[2 * MAX_WORDS + REGISTERS];

  /** What followed each candidate on the stack. */
  private final long[] links = new long[candidates.length];

  private final LongHashSet tried = new LongHashSet();
  private int chainLength;
  private int candidateCount;
  private int evidences;

  /** A reader. */
  public PythonFrames() {}

  /** Code objects of the frames found last, innermost first. */
  public long code(int index) {
    return chain[index];
  }

  /**
   * Finds the frames of an activation.
   *
   * @param process what is known of the interpreter
   * @param memory of the process
   * @param sample the sample
   * @param copyStart address of the first byte of its copy of the stack
   * @param from lowest address of what the activation and its callees have on the stack
   * @param frame lowest address of the activation's own frame
   * @param end its end
   * @return how many there are; 0 when nothing is believed
   */
  public int find(
      PythonProcess process,
      ProcessMemory memory,
      PerfSample sample,
      long copyStart,
      long from,
      long frame,
      long end) {
    memory.forget();
    tried.clear();
    collectEvidence(sample, copyStart, from, end);
    boolean recordKnown = collectCandidates(process, sample, copyStart, from, frame, end);
    int best = longest(process, memory, 0, frame, end);
    if (best < 0 && process.layout().marked() && !recordKnown) {
      int first = candidateCount;
      collectOutermost(process, memory, sample, copyStart, frame, end);
      best = longest(process, memory, first, frame, end);
      if (best >= 0) {
        process.outermost().add(links[best]);
      }
    }
    if (best >= 0) {
      long bytes = codeBytes(memory, process.layout(), chain[0]);
      process.chains().keep(candidates[best], chain, chainLength, bytes);
      return chainLength;
    }
    int found = 0;
    for (int i = 0; i < candidateCount && found == 0; i++) {
      found = recall(process, candidates[i]);
    }
    return found;
  }

  /**
   * Reads what the candidates from the first on lead to and keeps the longest chain.
   *
   * @return which candidate it belongs to, negative when none is believed
   */
  private int longest(
      PythonProcess process, ProcessMemory memory, int first, long frame, long end) {
    int best = -1;
    chainLength = 0;
    for (int i = first; i < candidateCount; i++) {
      int length = read(process, memory, candidates[i], frame, end);
      if (length > chainLength) {
        System.arraycopy(codes, 0, chain, 0, length);
        chainLength = length;
        best = i;
      }
    }
    return best;
  }

  /**
   * What may be the address of the current frame.
   *
   * @return whether one lies before a link to a record of a thread that is known
   */
  private boolean collectCandidates(
      PythonProcess process, PerfSample sample, long copyStart, long from, long frame, long end) {
    candidateCount = 0;
    boolean marked = process.layout().marked();
    for (int i = 0; i < REGISTERS && !marked; i++) {
      candidate(sample.userRegister(i), 0);
    }
    // What callees have saved of the interpreter's registers.
    long saved = marked ? frame : Math.max(from, frame - 8L * MAX_WORDS);
    for (long at = frame - 8; at >= saved; at -= 8) {
      candidate(word(sample, copyStart, at), 0);
    }
    boolean recordKnown = false;
    long last = Math.min(end - 8, frame + 8L * MAX_WORDS);
    for (long at = frame; at + 8 <= last; at += 8) {
      long link = word(sample, copyStart, at + 8);
      boolean known = marked && process.outermost().contains(link);
      if (!marked || known || inner(link, at)) {
        candidate(word(sample, copyStart, at), link);
      }
      recordKnown |= known;
    }
    return recordKnown;
  }

  /**
   * What may be the address of the current frame of a thread's first activation, which is most
   * threads' only one: its record links to one in the thread's state, which links to nothing. That
   * has to be read for each guess, once for a thread.
   */
  private void collectOutermost(
      PythonProcess process,
      ProcessMemory memory,
      PerfSample sample,
      long copyStart,
      long frame,
      long end) {
    long last = Math.min(end - 8, frame + 8L * MAX_WORDS);
    for (long at = frame; at + 8 <= last; at += 8) {
      long link = word(sample, copyStart, at + 8);
      if (pointer(link) && linksToNothing(process, memory, link)) {
        candidate(word(sample, copyStart, at), link);
      }
    }
  }

  private void candidate(long word, long link) {
    if (pointer(word) && word > 4_096 && candidateCount < candidates.length && tried.add(word)) {
      links[candidateCount] = link;
      candidates[candidateCount++] = word;
    }
  }

  private static boolean pointer(long word) {
    return word != 0 && (word & 7) == 0 && word >>> 47 == 0;
  }

  /** Everything that may be the address of an instruction. */
  private void collectEvidence(PerfSample sample, long copyStart, long from, long end) {
    evidences = 0;
    for (int i = 0; i < REGISTERS; i++) {
      evidence[evidences++] = sample.userRegister(i);
    }
    long first = Math.max(from, end - 8L * (MAX_EVIDENCE - REGISTERS));
    for (long at = first; at + 8 <= end && evidences < MAX_EVIDENCE; at += 8) {
      evidence[evidences++] = word(sample, copyStart, at);
    }
  }

  private static long word(PerfSample sample, long copyStart, long address) {
    long offset = address - copyStart;
    return offset < 0 || offset > sample.stackBytes() - 8 ? 0 : sample.stackWord((int) offset);
  }

  /** Whether a word behind a frame's address links to the record of an outer activation. */
  private static boolean inner(long link, long at) {
    return pointer(link) && link - at > 0 && link - at < NEAR;
  }

  private static boolean linksToNothing(PythonProcess process, ProcessMemory memory, long record) {
    try {
      return memory.i64(record + (process.layout().frameIsEntry() >= 0 ? 16 : 8)) == 0;
    } catch (ForeignMemoryException e) {
      return false;
    }
  }

  private int read(
      PythonProcess process, ProcessMemory memory, long candidate, long frame, long end) {
    try {
      return readChain(process, memory, candidate, frame, end);
    } catch (ForeignMemoryException e) {
      // No frame, or none any more.
      return 0;
    }
  }

  private int readChain(
      PythonProcess process, ProcessMemory memory, long innermost, long frame, long end) {
    PythonLayout layout = process.layout();
    long at = innermost;
    long callee = 0;
    for (int i = 0; i < MAX_FRAMES; i++) {
      boolean onStack = at - frame >= 0 && at - end < 0;
      int owner = onStack ? PythonLayout.OWNED_BY_C : memory.u8(at + layout.frameOwner());
      if (layout.frameIsEntry() < 0 && owner == PythonLayout.OWNED_BY_C) {
        return i;
      }
      long code = memory.i64(at + layout.frameCode());
      if (memory.i64(code + 8) != process.codeType()
          || !inside(memory, layout, code, memory.i64(at + layout.frameInstruction()))
          || (i == 0 && !running(memory, layout, code))
          || (callee != 0
              && owner == PythonLayout.OWNED_BY_THREAD
              && !follows(callee, at + layout.frameBytes(memory, code)))) {
        return 0;
      }
      int entry = layout.frameIsEntry() < 0 ? 0 : memory.u8(at + layout.frameIsEntry());
      if (entry > 1 || owner > PythonLayout.OWNED_BY_C) {
        return 0;
      }
      codes[i] = code;
      if (entry == 1) {
        return i + 1;
      }
      callee = owner == PythonLayout.OWNED_BY_THREAD ? at : 0;
      at = memory.i64(at + layout.framePrevious());
    }
    return 0;
  }

  /** Whether a frame lies right behind its caller's, or at the start of a chunk of its own. */
  private static boolean follows(long frame, long endOfCaller) {
    long inPage = frame & 4_095;
    return frame == endOfCaller || inPage == CHUNK_HEADER || inPage == CHUNK_HEADER + 8;
  }

  /**
   * Whether the instruction a frame tells is one of its code. What lies there may be the rest of a
   * frame that has ended, of which later ones have overwritten a part.
   */
  private static boolean inside(
      ProcessMemory memory, PythonLayout layout, long code, long instruction) {
    long offset = instruction - code;
    // Before the first call the last instruction is the one before the first.
    return offset >= layout.codeBytes() - INSTRUCTION && offset <= codeBytes(memory, layout, code);
  }

  private static long codeBytes(ProcessMemory memory, PythonLayout layout, long code) {
    return layout.codeBytes() + Math.clamp(memory.i64(code + 16) * INSTRUCTION, 0, MAX_CODE_BYTES);
  }

  /** Whether something in the sample points into the code's instructions. */
  private boolean running(ProcessMemory memory, PythonLayout layout, long code) {
    long bytes = codeBytes(memory, layout, code);
    for (int i = 0; i < evidences; i++) {
      long offset = evidence[i] - code;
      if (offset >= layout.codeBytes() && offset <= bytes) {
        return true;
      }
    }
    return false;
  }

  /** A chain read earlier whose innermost frame lay there and ran what the sample points into. */
  private int recall(PythonProcess process, long candidate) {
    long before = 0;
    for (int i = 0; i < evidences; i++) {
      long code = process.chains().codeAt(evidence[i]);
      if (code != 0 && code != before) {
        before = code;
        Optional<long[]> known = process.chains().find(candidate, code);
        if (known.isPresent()) {
          System.arraycopy(known.get(), 0, chain, 0, known.get().length);
          return known.get().length;
        }
      }
    }
    return 0;
  }
}
