package dev.kedge.linux.hotspot;

import dev.kedge.linux.runtime.CodeRegions;
import dev.kedge.linux.runtime.ForeignMemoryException;
import dev.kedge.linux.runtime.FrameTag;
import dev.kedge.linux.runtime.ProcessMemory;
import dev.kedge.linux.runtime.RuntimeFunction;
import dev.kedge.linux.runtime.RuntimeFunction.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A Java process seen from outside, by its memory alone: the code it has compiled, and the methods
 * that frames belong to. One thread at a time.
 */
public final class HotSpotProcess {
  /** What frames of Java belong to. */
  public static final String MODULE = "[java]";

  private final ProcessMemory memory;
  private final CodeCache cache;
  private final MethodNames names;
  private final InlinedMethods inlined;
  private final VmField methodOfCode;

  private HotSpotProcess(ProcessMemory memory, VmStructs structs) {
    this.memory = memory;
    this.cache = new CodeCache(structs, memory);
    this.names = new MethodNames(structs, memory);
    this.inlined = new InlinedMethods(structs, memory);
    this.methodOfCode = structs.field("nmethod::_method", "CompiledMethod::_method");
  }

  /** Variables of {@code libjvm.so} whose addresses {@link #open} needs. */
  public static Set<String> exported() {
    return VmStructs.EXPORTED;
  }

  /**
   * Learns how this build of HotSpot lays out what is needed.
   *
   * @param memory of the process
   * @param variables addresses of {@link #exported} in it
   * @throws ForeignMemoryException when it cannot be read, or lacks what is needed
   */
  public static HotSpotProcess open(ProcessMemory memory, Map<String, Long> variables) {
    return new HotSpotProcess(memory, VmStructs.read(memory, variables));
  }

  /**
   * The code there is now; takes a millisecond for each few MiB of it.
   *
   * @throws ForeignMemoryException when it cannot be read
   */
  public CodeRegions code() {
    return cache.read();
  }

  /**
   * The piece of code there is now at an address.
   *
   * @throws ForeignMemoryException when it cannot be read
   */
  public Optional<CodeRegions.Region> code(long address) {
    return cache.read(address);
  }

  /** Gives back most of the memory that reading took; what is known of the process stays. */
  public void rest() {
    memory.rest();
  }

  /**
   * The functions a frame stands for, innermost first: an interpreted method, or a compiled one
   * with those inlined at the place.
   *
   * @param frame address of code or tagged {@code Method}
   * @param regions the code as it was when the frame was seen
   * @param leaf whether the place is an interrupted one, and not where a call returns to
   * @throws ForeignMemoryException when it is not there (any more)
   */
  public List<RuntimeFunction> functions(long frame, CodeRegions regions, boolean leaf) {
    memory.forgetOld();
    if (FrameTag.tag(frame) == FrameTag.JAVA_METHOD) {
      return List.of(function(Kind.INTERPRETED, names.name(FrameTag.pointer(frame))));
    }
    int at = regions.find(leaf ? frame : frame - 1);
    if (at < 0) {
      return List.of();
    }
    long blob = regions.holder(at);
    String name = cache.name(blob);
    if (!name.endsWith("nmethod")) {
      return List.of(function(Kind.COMPILED, name));
    }
    List<RuntimeFunction> functions = new ArrayList<>();
    for (long method : methods(blob, frame - regions.start(at))) {
      functions.add(function(Kind.COMPILED, names.name(method)));
    }
    return functions;
  }

  private List<Long> methods(long blob, long offset) {
    try {
      List<Long> methods = inlined.at(blob, offset);
      if (!methods.isEmpty()) {
        return methods;
      }
    } catch (ForeignMemoryException e) {
      // Without its scopes the compiled method itself is left.
    }
    return List.of(methodOfCode.pointer(memory, blob));
  }

  private static RuntimeFunction function(Kind kind, String name) {
    return RuntimeFunction.of(kind, MODULE, name);
  }
}
