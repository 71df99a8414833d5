package dev.kedge.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kedge.linux.elf.Symbol;
import dev.kedge.linux.perf.IgnoredRecords;
import dev.kedge.linux.perf.MmapRecord;
import dev.kedge.linux.perf.PerfOptions;
import dev.kedge.linux.perf.PerfSample;
import dev.kedge.linux.perf.PerfSampler;
import dev.kedge.linux.perf.SamplingScope;
import dev.kedge.linux.proc.Mapping;
import dev.kedge.linux.proc.ProcessFiles;
import dev.kedge.linux.proc.ProcessTable;
import dev.kedge.linux.proc.UserSymbols;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way: a program is started after the sampler and shows up by its functions' names. */
class BurnerTest {
  private static final String SOURCE =
      """
      #include <unistd.h>
      #include <sys/syscall.h>
      volatile unsigned long sink;
      __attribute__((noinline)) void inner_burn(void) { for (int i = 0; i < 20000; i++) sink += i; }
      __attribute__((noinline)) void outer_burn(void) { inner_burn(); sink++; }
      __attribute__((noinline)) void kernel_burn(void) {
        for (int i = 0; i < 200; i++) sink += syscall(SYS_getppid);
        sink++;
      }
      int main(void) { for (;;) { outer_burn(); kernel_burn(); } }
      """;
  private static final Path PROC = Path.of("/proc");

  @TempDir Path directory;

  /** Without optimisation every function keeps a frame pointer, leaf functions too. */
  private Path compile() throws Exception {
    Path source = directory.resolve("burner.c");
    Path program = directory.resolve("kedge_burner");
    Files.writeString(source, SOURCE);
    try {
      Process gcc =
          new ProcessBuilder("gcc", "-O0", "-o", "" + program, "" + source).inheritIO().start();
      assumeTrue(gcc.waitFor() == 0, "gcc cannot build programs here");
    } catch (IOException e) {
      assumeTrue(false, "no gcc here");
    }
    return program;
  }

  @Test
  void aProgramShowsUpByTheNamesOfItsFunctions() throws Exception {
    Path program = compile();
    try (PerfSampler sampler = PerfSampler.open(PerfOptions.defaults().withFrequency(499))) {
      assumeTrue(
          sampler.scope() == SamplingScope.HOST,
          () -> "may not sample the whole host: " + sampler.limitations());
      Profile profile = new Profile();
      profile.processes.seed();
      Process burner = new ProcessBuilder(program.toString()).start();
      try {
        profile.pid = Math.toIntExact(burner.pid());
        for (int i = 0; i < 200 && !profile.complete(); i++) {
          sampler.await(50);
          sampler.drain(profile);
        }
      } finally {
        burner.destroyForcibly().waitFor();
      }
      assertThat(profile.comm).isEqualTo("kedge_burner");
      assertThat(profile.stacks).contains("inner_burn < outer_burn < main");
      assumeTrue(
          profile.kernel.limitation().isEmpty(),
          () -> "kernel symbols are hidden: " + profile.kernel.limitation());
      assertThat(profile.kernelFunctions).anyMatch(name -> name.contains("getppid"));
      assertThat(profile.mapped).contains(program.toString());
    }
  }

  private static final class Profile extends IgnoredRecords {
    private final ProcessTable processes = new ProcessTable(new ProcessFiles(PROC), 10_000, 100);
    private final KernelSymbols kernel = KernelSymbols.unread(PROC);
    private final UserSymbols user = new UserSymbols(PROC, Path.of("/usr/lib/debug"), 16 << 20);
    private final Set<String> stacks = new HashSet<>();
    private final Set<String> kernelFunctions = new HashSet<>();
    private final Set<String> mapped = new HashSet<>();
    private int pid;
    private String comm = "";

    private Profile() {
      kernel.refresh();
    }

    boolean complete() {
      return stacks.contains("inner_burn < outer_burn < main")
          && (kernel.limitation().isPresent()
              || kernelFunctions.stream().anyMatch(name -> name.contains("getppid")));
    }

    @Override
    public void onSample(PerfSample sample) {
      if (sample.pid() != pid) {
        return;
      }
      comm = processes.process(pid).comm();
      for (int i = 0; i < sample.kernelFrames(); i++) {
        kernel
            .lookup(sample.kernelFrame(i))
            .map(KernelSymbol::function)
            .ifPresent(kernelFunctions::add);
      }
      List<String> names = new ArrayList<>();
      for (int i = 0; i < Math.min(3, sample.userFrames()); i++) {
        // A return address stands behind its call.
        long address = sample.userFrame(i) - (i == 0 ? 0 : 1);
        names.add(name(sample, address));
      }
      stacks.add(String.join(" < ", names));
    }

    private String name(PerfSample sample, long address) {
      Optional<Mapping> mapping = processes.locate(pid, address, sample.timeNanos());
      return mapping
          .flatMap(m -> user.load(pid, m).symbols().lookup(m.fileOffset(address)))
          .map(Symbol::name)
          .orElse("?");
    }

    @Override
    public void onMmap2(MmapRecord record) {
      processes.onMmap2(record);
      if (record.pid() == pid) {
        mapped.add(record.path());
      }
    }

    @Override
    public void onComm(int process, int tid, String name, boolean exec, long timeNanos) {
      processes.onComm(process, tid, name, exec, timeNanos);
    }

    @Override
    public void onFork(int process, int tid, int parentPid, int parentTid, long timeNanos) {
      processes.onFork(process, tid, parentPid, parentTid, timeNanos);
    }

    @Override
    public void onExit(int process, int tid, long timeNanos) {
      processes.onExit(process, tid, timeNanos);
    }
  }
}
