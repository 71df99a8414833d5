package dev.kedge.verify.suite;

import dev.kedge.model.Printable;
import dev.kedge.verify.VerifyException;
import dev.kedge.verify.machine.Accelerator;
import dev.kedge.verify.machine.BootLimits;
import dev.kedge.verify.machine.HostShare;
import dev.kedge.verify.machine.MachineSpec;
import dev.kedge.verify.result.PlanIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/** Reads plans from YAML; docs/verify-plans.md describes the language. */
public final class PlanFile {
  /** The plans that come with Kedge. */
  public static final List<String> BUILT_IN =
      List.of("smoke", "default", "stability", "workloads", "journal");

  private static final int SCHEMA = 1;
  private static final long MAX_BYTES = 1 << 20;
  private static final int VIRTUAL_SHIFT = 2;

  private final Map<String, MachineSpec> machines = new LinkedHashMap<>();
  private final Map<String, Suite> suites = new LinkedHashMap<>();

  private PlanFile() {}

  /**
   * The plan a user means: a built-in one by its name, otherwise a file.
   *
   * @throws VerifyException when there is neither, or something is wrong in the file, with line
   */
  public static Plan open(String nameOrFile) {
    return read(
        BUILT_IN.contains(nameOrFile) ? nameOrFile + ".yaml" : nameOrFile, text(nameOrFile));
  }

  /** The text of a plan, named as for {@link #open}. */
  public static String text(String nameOrFile) {
    return BUILT_IN.contains(nameOrFile) ? builtIn(nameOrFile) : file(Path.of(nameOrFile));
  }

  /**
   * Reads a plan.
   *
   * @param source the name to use in errors
   * @param text the YAML
   * @throws VerifyException naming line and column of what is wrong, and what was expected
   */
  public static Plan read(String source, String text) {
    return new PlanFile().plan(PlanDocument.read(source, text), sha256(text));
  }

  private Plan plan(PlanNode root, String sha256) {
    KnownKeys keys =
        new KnownKeys(
            root,
            "a plan",
            List.of("schema", "plan", "about", "rounds", "machines", "suites", "boots", "gates"));
    keys.require("schema", "the version of the plan's language, " + SCHEMA)
        .whole("the version of the plan's language", SCHEMA, SCHEMA);
    for (PlanNode.Entry entry : keys.entries("machines", "machines by name")) {
      machines.put(entry.key(), machine(entry));
    }
    for (PlanNode.Entry entry : keys.entries("suites", "suites by name")) {
      suites.put(entry.key(), SuiteReader.read(entry));
    }
    List<PlanBoot> boots = new ArrayList<>();
    PlanNode list = keys.require("boots", "what runs where");
    for (PlanNode node : list.items("a list of boots")) {
      PlanBoot boot = boot(node);
      if (boots.stream().anyMatch(other -> other.name().equals(boot.name()))) {
        throw node.place().error("boot '%s' is there twice".formatted(boot.name()));
      }
      boots.add(boot);
    }
    if (boots.isEmpty()) {
      throw list.unexpected("at least one boot");
    }
    requireUsed(keys, boots);
    return new Plan(
        new PlanIdentity(SuiteReader.name(keys.require("plan", "the plan's name")), sha256),
        keys.text("about", "a sentence").orElse(""),
        keys.get("rounds").map(node -> node.whole("rounds", 1, 1000)).orElse(1),
        boots,
        gates(keys));
  }

  private List<PlanGate> gates(KnownKeys keys) {
    GateReader reader = new GateReader(new TreeSet<>(suites.keySet()));
    List<PlanGate> gates = new ArrayList<>();
    Set<String> names = new TreeSet<>();
    for (PlanNode node : keys.get("gates").map(n -> n.items("a list of gates")).orElse(List.of())) {
      PlanGate gate = reader.read(node);
      if (!names.add(gate.gate().name())) {
        throw node.place().error("gate '%s' is there twice".formatted(gate.gate().name()));
      }
      gates.add(gate);
    }
    return gates;
  }

  /** A suite nobody runs is a slip of its writer. */
  private static void requireUsed(KnownKeys keys, List<PlanBoot> boots) {
    for (PlanNode.Entry entry : keys.entries("suites", "suites by name")) {
      boolean used =
          boots.stream()
              .flatMap(boot -> boot.suites().stream())
              .anyMatch(suite -> suite.name().equals(entry.key()));
      if (!used) {
        throw entry.place().error("suite '%s' runs in no boot".formatted(entry.key()));
      }
    }
  }

  private static MachineSpec machine(PlanNode.Entry entry) {
    KnownKeys keys =
        new KnownKeys(
            entry.value(),
            "machine " + entry.key(),
            List.of(
                "accelerator",
                "cpu",
                "sockets",
                "cpus",
                "threads",
                "memory",
                "time",
                "share",
                "disk",
                "reset",
                "append",
                "modules"));
    Accelerator accelerator =
        keys.get("accelerator")
            .map(node -> node.word("an accelerator", List.of("tcg", "kvm")))
            .map(word -> word.equals("kvm") ? Accelerator.KVM : Accelerator.TCG)
            .orElse(Accelerator.TCG);
    boolean virtual =
        keys.get("time")
            .map(node -> node.word("the time", List.of("virtual", "real")).equals("virtual"))
            .orElse(false);
    HostShare share =
        keys.get("share")
            .map(node -> node.word("a share", List.of("none", "9p", "virtiofs")))
            .flatMap(word ->
                Arrays.stream(HostShare.values()).filter(s -> s.label().equals(word)).findFirst())
            .orElse(HostShare.NONE);
    String append = keys.text("append", "boot parameters").orElse("").strip();
    return entry
        .place()
        .refine(() ->
            new MachineSpec(
                entry.key(),
                accelerator,
                keys.text("cpu", "a CPU model of QEMU")
                    .orElse(accelerator == Accelerator.KVM ? "host" : MachineSpec.EMULATED_CPU),
                keys.get("sockets").map(n -> n.whole("sockets", 1, 64)).orElse(1),
                keys.get("cpus").map(n -> n.whole("CPUs of a socket", 1, 64)).orElse(1),
                keys.get("threads").map(n -> n.whole("threads of a CPU", 1, 8)).orElse(1),
                keys.get("memory").map(n -> n.whole("MiB", 128, 1 << 20)).orElse(1024),
                virtual ? OptionalInt.of(VIRTUAL_SHIFT) : OptionalInt.empty(),
                false,
                share,
                keys.get("disk")
                    .map(node -> OptionalInt.of(node.whole("MiB", 64, 1 << 20)))
                    .orElse(OptionalInt.empty()),
                keys.get("reset")
                    .map(node -> node.word("what a reset does", List.of("ends", "restarts")))
                    .filter("restarts"::equals)
                    .isPresent(),
                append.isEmpty() ? List.of() : List.of(append.split("\\s+")),
                keys.texts("modules", "a module's name")));
  }

  private PlanBoot boot(PlanNode node) {
    KnownKeys keys =
        new KnownKeys(node, "a boot", List.of("name", "machine", "suites", "ready", "limit"));
    PlanNode where = keys.require("machine", "the name of a machine");
    MachineSpec machine =
        Objects.requireNonNull(
            machines.get(where.word("a machine of the plan", List.copyOf(machines.keySet()))));
    List<Suite> ran = new ArrayList<>();
    for (PlanNode name : keys.require("suites", "what runs in it").items("a list of suites")) {
      ran.add(
          Objects.requireNonNull(
              suites.get(name.word("a suite of the plan", List.copyOf(suites.keySet())))));
    }
    BootLimits usual = BootLimits.USUAL;
    BootLimits limits =
        new BootLimits(
            SuiteReader.duration(keys.get("ready"), usual.ready()),
            usual.suite(),
            SuiteReader.duration(keys.get("limit"), usual.total()),
            usual.consoleBytes(),
            usual.frameBytes());
    String name = SuiteReader.name(keys.require("name", "the boot's name"));
    PlanBoot boot = new PlanBoot(name, machine, ran, limits);
    keys.place().refine(boot::planned);
    return boot;
  }

  private static String builtIn(String name) {
    try (InputStream in = PlanFile.class.getResourceAsStream(name + ".yaml")) {
      if (in == null) {
        throw new AssertionError(name + ".yaml is part of this jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new VerifyException("this installation is damaged: " + name + ".yaml: " + e, e);
    }
  }

  private static String file(Path file) {
    String shown = Printable.of(file.toString(), 300);
    try {
      if (Files.isRegularFile(file) && Files.size(file) > MAX_BYTES) {
        throw new VerifyException(shown + ": longer than a plan may be");
      }
      return Files.readString(file);
    } catch (java.nio.charset.CharacterCodingException e) {
      throw new VerifyException(shown + ": not text in UTF-8", e);
    } catch (IOException e) {
      throw new VerifyException(
          "%s: neither a file that can be read nor one of the plans %s"
              .formatted(shown, String.join(", ", BUILT_IN)),
          e);
    }
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
