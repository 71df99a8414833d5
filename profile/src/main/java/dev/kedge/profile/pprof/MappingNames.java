package dev.kedge.profile.pprof;

import dev.kedge.profile.CodeOrigin;
import java.util.Set;
import java.util.regex.Pattern;

/** How perf and pprof files name code modules, and what such a name tells of the code's origin. */
public final class MappingNames {
  private static final String KERNEL = "[kernel]";
  // The name perf gives the kernel's text; tools that know the kernel at all know this one.
  private static final String PPROF_KERNEL = "[kernel.kallsyms]";
  // Names in brackets that proc(5) gives to parts of a user process.
  private static final Set<String> USER_AREAS =
      Set.of("[vdso]", "[vsyscall]", "[vvar]", "[heap]", "[stack]", "[uprobes]");
  // perf's map of generated code and the images of "perf inject --jit", anonymous memory.
  private static final Pattern GENERATED =
      Pattern.compile("(?:.*/)?(?:perf-\\d+\\.map|jitted-\\d+-\\d+\\.so)|//anon|\\[anon.*");

  private MappingNames() {}

  /** How other tools know a module. */
  public static String toPprof(String path) {
    return path.equals(KERNEL) ? PPROF_KERNEL : path;
  }

  /** The module's path; perf puts the symbol it relocated by behind the kernel's name. */
  public static String fromPprof(String fileName) {
    return fileName.startsWith(PPROF_KERNEL) ? KERNEL : fileName;
  }

  /** The likely origin of code in a module of this path. */
  public static CodeOrigin origin(String path) {
    if (GENERATED.matcher(path).matches()) {
      return CodeOrigin.JIT;
    }
    boolean bracketed = path.startsWith("[") && path.endsWith("]");
    if ((bracketed && !USER_AREAS.contains(path)) || path.endsWith(".ko")) {
      return CodeOrigin.KERNEL;
    }
    return CodeOrigin.NATIVE;
  }
}
