package dev.kedge.linux.python;

import dev.kedge.linux.runtime.ForeignMemoryException;
import dev.kedge.linux.runtime.ProcessMemory;
import dev.kedge.linux.runtime.RuntimeFunction;
import dev.kedge.linux.runtime.RuntimeFunction.Kind;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/**
 * A process that runs CPython, seen from outside. Names are read by one thread at a time; what is
 * fixed may be read by another, which has the known chains to itself.
 */
public final class PythonProcess {
  private static final String CODE_TYPE = "PyCode_Type";

  /** The function that interprets; symbols for where it begins and ends. */
  public static final String INTERPRETER = "_PyEval_EvalFrameDefault";

  private static final int MAX_TEXT = 256;

  private final ProcessMemory memory;
  private final PythonLayout layout;
  private final long codeType;

  /** Of the thread that walks stacks. */
  private final KnownChains chains = new KnownChains();

  /** Of the thread that walks stacks. */
  private final OutermostRecords outermost = new OutermostRecords();

  private PythonProcess(ProcessMemory memory, PythonLayout layout, long codeType) {
    this.memory = memory;
    this.layout = layout;
    this.codeType = codeType;
  }

  /** Variables whose addresses {@link #open} needs. */
  public static Set<String> exported() {
    return Set.of(PythonLayout.VERSION, PythonLayout.RUNTIME, CODE_TYPE, INTERPRETER);
  }

  /** Whether a mapped file may hold CPython 3.11 or later, by its name. */
  public static boolean named(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return name.startsWith("libpython3.") || name.matches("python3(\\.[0-9]+)?");
  }

  /**
   * Learns how this interpreter lays out what is needed.
   *
   * @throws ForeignMemoryException when it cannot be read, or its release is not known
   */
  public static PythonProcess open(ProcessMemory memory, Map<String, Long> variables) {
    Long codeType = variables.get(CODE_TYPE);
    if (codeType == null) {
      throw new ForeignMemoryException("no type of code objects is exported,", 0);
    }
    return new PythonProcess(memory, PythonLayout.of(memory, variables), codeType);
  }

  PythonLayout layout() {
    return layout;
  }

  KnownChains chains() {
    return chains;
  }

  OutermostRecords outermost() {
    return outermost;
  }

  /** Address of the type all code objects have. */
  long codeType() {
    return codeType;
  }

  /**
   * The function of a code object.
   *
   * @throws ForeignMemoryException when there is none (any more)
   */
  public RuntimeFunction function(long code) {
    memory.forgetOld();
    if (memory.i64(code + 8) != codeType) {
      throw new ForeignMemoryException("no code object", code);
    }
    return RuntimeFunction.of(
        Kind.INTERPRETED,
        text(memory.i64(code + layout.codeFile())),
        text(memory.i64(code + layout.codeName())));
  }

  /** A text object (PyUnicodeObject), compact as all names are. */
  private String text(long object) {
    long length = memory.i64(object + 16);
    int state = memory.i32(object + 32);
    int width = state >>> 2 & 7;
    boolean compact = (state & 32) != 0;
    boolean ascii = (state & 64) != 0;
    if (!compact || length <= 0 || width == 0 || width == 3 || width > 4) {
      throw new ForeignMemoryException("a text that is none", object);
    }
    byte[] bytes =
        memory.bytes(
            object + (ascii ? layout.asciiText() : layout.otherText()),
            (int) Math.min(length, MAX_TEXT) * width);
    Charset charset =
        switch (width) {
          case 1 -> StandardCharsets.ISO_8859_1;
          case 2 -> StandardCharsets.UTF_16LE;
          default -> StandardCharsets.UTF_32LE;
        };
    return new String(bytes, charset);
  }
}
