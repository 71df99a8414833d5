package dev.kedge.cli.verify;

import dev.kedge.verify.kernel.DebianKernels;
import dev.kedge.verify.kernel.Kernel;
import dev.kedge.verify.kernel.KernelCache;
import dev.kedge.verify.kernel.KernelFiles;
import dev.kedge.verify.kernel.Kernels;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --cache}, and what is kept there. */
final class CacheOption {
  @Option(
      names = "--cache",
      paramLabel = "DIR",
      description = "where packages and unpacked kernels are kept, default ~/.cache/kedge/kernels")
  private @Nullable Path folder;

  KernelCache cache() {
    return new KernelCache(folder == null ? KernelCache.usualFolder() : folder);
  }

  DebianKernels debian(PrintWriter err) {
    return new DebianKernels(cache(), InstantSource.system(), what -> say(err, what));
  }

  /** Opens the kernel a user named. */
  Kernel open(String text, PrintWriter err) {
    return new Kernels(debian(err), new KernelFiles(cache())).open(text);
  }

  /** Where the guest's programs are kept. */
  Path guestFolder() {
    return cache().folder().resolveSibling("guest");
  }

  private static void say(PrintWriter err, String what) {
    err.println(what);
    err.flush();
  }
}
