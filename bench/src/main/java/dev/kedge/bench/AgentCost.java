package dev.kedge.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/**
 * What profiling this host costs with Kedge and with {@code perf record}, in alternating rounds on
 * the same load: {@code bench/agent-cost [seconds [frequency [rounds]]]}.
 */
public final class AgentCost {
  private AgentCost() {}

  /**
   * Runs the benchmark and prints a Markdown table.
   *
   * @param args path of the kedge launcher, seconds per recording, frequency, rounds, the tools to
   *     compare with: some of {@code fp}, {@code dwarf} and {@code bpftrace}, with commas
   */
  public static void main(String[] args) throws Exception {
    Path kedge = Path.of(args[0]);
    int seconds = Integer.parseInt(args[1]);
    int frequency = Integer.parseInt(args[2]);
    int rounds = Integer.parseInt(args[3]);
    List<String> peers = List.of(args[4].split(","));
    Path scratch = Files.createTempDirectory("kedge-bench");
    Recorder recorder = new Recorder(kedge, scratch, frequency, seconds);
    Process load = startLoad(scratch);
    List<Run> chains = new ArrayList<>();
    List<Run> copies = new ArrayList<>();
    List<Run> inKernel = new ArrayList<>();
    List<Run> own = new ArrayList<>();
    try {
      for (int round = 1; round <= rounds; round++) {
        System.err.printf(Locale.ROOT, "round %d of %d%n", round, rounds);
        if (peers.contains("fp")) {
          chains.add(recorder.perf("fp"));
        }
        if (peers.contains("dwarf")) {
          copies.add(recorder.perf("dwarf,16384"));
        }
        if (peers.contains("bpftrace")) {
          inKernel.add(recorder.bpftrace());
        }
        own.add(recorder.kedge());
      }
    } finally {
      load.destroyForcibly();
    }
    print(System.out, List.of(chains, copies, inKernel, own));
  }

  private static Process startLoad(Path scratch) throws IOException, InterruptedException {
    Path source = scratch.resolve("load.c");
    Path program = scratch.resolve("bench-load");
    try (InputStream in = Objects.requireNonNull(AgentCost.class.getResourceAsStream("load.c"))) {
      Files.copy(in, source);
    }
    Process compiler =
        new ProcessBuilder(
                "gcc",
                "-O2",
                "-fomit-frame-pointer",
                "-fno-optimize-sibling-calls",
                "-pthread",
                "-o",
                program.toString(),
                source.toString())
            .inheritIO()
            .start();
    if (compiler.waitFor() != 0) {
      throw new IOException("gcc could not compile " + source);
    }
    return new ProcessBuilder(program.toString()).inheritIO().start();
  }

  private static void print(PrintStream out, List<List<Run>> tools) {
    out.println(
        "| tool | samples | lost | CPU µs/sample, all | while sampling | to readable stacks |"
            + " peak RSS MiB | bytes/sample | load's stacks complete |");
    out.println("|---|---|---|---|---|---|---|---|---|");
    tools.forEach(runs -> runs.forEach(run -> row(out, run)));
    List<Run> own = tools.getLast();
    for (List<Run> peer : tools.subList(0, tools.size() - 1)) {
      if (!peer.isEmpty()) {
        out.printf(
            Locale.ROOT,
            "%nkedge / %s: CPU %.2f, RSS %.2f, bytes %.4f%n",
            peer.getFirst().tool(),
            sum(own, Run::microsPerSample)
                / sum(peer, run -> run.microsPerSample() + run.readingMicrosPerSample()),
            sum(own, Run::rssBytes) / sum(peer, Run::rssBytes),
            sum(own, Run::bytesPerSample) / sum(peer, Run::bytesPerSample));
      }
    }
  }

  private static double sum(List<Run> runs, ToDoubleFunction<Run> value) {
    return runs.stream().mapToDouble(value).sum();
  }

  private static void row(PrintStream out, Run run) {
    out.printf(
        Locale.ROOT,
        "| %s | %d | %d | %.1f | %.1f | %.1f | %.1f | %.1f | %s |%n",
        run.tool(),
        run.samples(),
        run.lost(),
        run.microsPerSample(),
        run.steadyMicrosPerSample(),
        run.readingMicrosPerSample(),
        run.rssBytes() / 1048576.0,
        run.bytesPerSample(),
        run.complete() < 0 ? "-" : "%.1f %%".formatted(100 * run.complete()));
  }
}
