package dev.kedge.verify.run;

import dev.kedge.verify.VerifyException;
import dev.kedge.verify.compare.Deltas;
import dev.kedge.verify.compare.GuestInterfaces;
import dev.kedge.verify.compare.MessageTemplates;
import dev.kedge.verify.compare.NameLists;
import dev.kedge.verify.kernel.Kernel;
import dev.kedge.verify.result.BootResult;
import dev.kedge.verify.result.Delta;
import dev.kedge.verify.result.DeltaKind;
import dev.kedge.verify.result.SuiteTexts;
import dev.kedge.verify.result.VerificationResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What differs between two kernels besides what suites measured: files, and what they print. */
public final class KernelDeltas {
  private final Path folder;

  /** Deltas of a run whose consoles lie in this folder. */
  public KernelDeltas(Path folder) {
    this.folder = folder;
  }

  /**
   * Lays the kernels side by side; what only one of them came with is left out.
   *
   * @throws VerifyException when a console or a symbol table cannot be read
   */
  public List<Delta> of(Kernel baseline, Kernel candidate, VerificationResult run) {
    List<Delta> deltas = new ArrayList<>();
    Map<String, String> config = baseline.identity().config();
    if (!config.isEmpty() && !candidate.identity().config().isEmpty()) {
      deltas.add(Deltas.of(DeltaKind.CONFIG, config, candidate.identity().config()));
    }
    Map<String, String> modules = names(baseline.modules().names());
    if (!modules.isEmpty() && !candidate.modules().names().isEmpty()) {
      deltas.add(Deltas.of(DeltaKind.MODULES, modules, names(candidate.modules().names())));
    }
    Optional<Path> before = baseline.systemMap();
    Optional<Path> after = candidate.systemMap();
    if (before.isPresent() && after.isPresent()) {
      deltas.add(Deltas.of(DeltaKind.SYMBOLS, symbols(before.get()), symbols(after.get())));
    }
    List<BootResult> old = run.bootsOf(baseline.identity().label());
    List<BootResult> fresh = run.bootsOf(candidate.identity().label());
    deltas.addAll(interfaces(old, fresh));
    deltas.add(Deltas.ofReports(old, fresh));
    deltas.add(Deltas.ofMessages(messages(old), messages(fresh)));
    return deltas;
  }

  /** What the running kernels offer; nothing where the plan does not ask for it. */
  private List<Delta> interfaces(List<BootResult> old, List<BootResult> fresh) {
    List<Delta> deltas = new ArrayList<>();
    GuestInterfaces interfaces = new GuestInterfaces();
    for (GuestInterfaces.Kind kind : GuestInterfaces.Kind.values()) {
      Map<String, String> before = interfaces.of(kind, texts(old));
      Map<String, String> after = interfaces.of(kind, texts(fresh));
      if (!before.isEmpty() && !after.isEmpty()) {
        deltas.add(
            Deltas.of(
                switch (kind) {
                  case SYSCTL -> DeltaKind.SYSCTLS;
                  case CGROUP -> DeltaKind.CGROUP_FILES;
                },
                before,
                after));
      }
    }
    return deltas;
  }

  private List<Stream<String>> texts(List<BootResult> boots) {
    List<Stream<String>> texts = new ArrayList<>();
    for (BootResult boot : boots) {
      texts.add(SuiteTexts.read(folder, boot).stream().map(SuiteTexts.Line::text));
    }
    return texts;
  }

  private static Map<String, String> names(Set<String> names) {
    Map<String, String> map = new TreeMap<>();
    names.forEach(name -> map.put(name, ""));
    return map;
  }

  private static Map<String, String> symbols(Path file) {
    try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
      return NameLists.systemMap(file.toString(), lines);
    } catch (IOException e) {
      throw new VerifyException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private List<Set<String>> messages(List<BootResult> boots) {
    List<Set<String>> templates = new ArrayList<>();
    for (BootResult boot : boots) {
      Path console = folder.resolve(boot.console());
      try (Stream<String> lines = Files.lines(console, StandardCharsets.ISO_8859_1)) {
        templates.add(MessageTemplates.of(lines));
      } catch (IOException e) {
        throw new VerifyException(console + ": cannot be read: " + e.getMessage(), e);
      }
    }
    return templates;
  }
}
