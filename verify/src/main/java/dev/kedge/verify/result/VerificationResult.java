package dev.kedge.verify.result;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything one verification saw and concluded. It stands in {@code results.json} ({@link
 * ResultsJson}) beside the consoles; KTAP, JUnit, KCIDB, the page and the certificate are made from
 * it.
 *
 * @param id the verification's name, unique in its folder: letters, digits and {@code . _ : + ~ -}
 * @param started when it began
 * @param ended when it was over
 * @param plan the plan it followed
 * @param baseline the label of the kernel to compare with; empty when there is none
 * @param candidate the label of the kernel under judgement
 * @param kernels all kernels that were booted, the baseline first
 * @param boots all boots in the order they ran
 * @param metrics the comparisons of metrics; empty without a baseline
 * @param cases the comparisons of how often cases failed; empty without a baseline
 * @param deltas what else differs between the two kernels; empty without a baseline
 * @param gates the gates of the plan with their verdicts
 * @param verdict what all blocking gates come to
 */
public record VerificationResult(
    String id,
    Instant started,
    Instant ended,
    PlanIdentity plan,
    Optional<String> baseline,
    String candidate,
    List<KernelIdentity> kernels,
    List<BootResult> boots,
    List<MetricComparison> metrics,
    List<CaseComparison> cases,
    List<Delta> deltas,
    List<GateVerdict> gates,
    Verdict verdict) {
  /**
   * Copies the lists and checks that the parts fit together.
   *
   * @throws IllegalArgumentException when the id is not a name, a kernel is named that is not
   *     listed, or the verdict is better than the gates
   */
  public VerificationResult {
    Checked.name("verification id", id);
    kernels = List.copyOf(kernels);
    boots = List.copyOf(boots);
    metrics = List.copyOf(metrics);
    cases = List.copyOf(cases);
    deltas = List.copyOf(deltas);
    gates = List.copyOf(gates);
    List<String> labels = kernels.stream().map(KernelIdentity::label).toList();
    requireListed("candidate", candidate, labels);
    baseline.ifPresent(label -> requireListed("baseline", label, labels));
    boots.forEach(boot -> requireListed("boot's kernel", boot.kernel(), labels));
    if (verdict == Verdict.PASS && gates(gates) != Verdict.PASS) {
      throw new IllegalArgumentException("the verdict is PASS, but the gates are " + gates(gates));
    }
  }

  /**
   * The verdict of a list of gates. No gate at all is inconclusive: nothing was promised, so
   * nothing was seen to hold.
   */
  public static Verdict gates(List<GateVerdict> gates) {
    if (gates.stream().noneMatch(GateVerdict::blocking)) {
      return Verdict.INCONCLUSIVE;
    }
    return gates.stream().map(GateVerdict::counted).reduce(Verdict.PASS, Verdict::and);
  }

  /** The waivers that were used, in the order of their gates. */
  public List<Waiver> waivers() {
    return gates.stream().flatMap(gate -> gate.waiver().stream()).toList();
  }

  /** The kernel with this label. */
  public KernelIdentity kernel(String label) {
    return kernels.stream()
        .filter(kernel -> kernel.label().equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no kernel " + label + " in " + id));
  }

  /** The boots of one kernel, in the order they ran. */
  public List<BootResult> bootsOf(String label) {
    return boots.stream().filter(boot -> boot.kernel().equals(label)).toList();
  }

  private static void requireListed(String what, String label, List<String> labels) {
    if (!labels.contains(label)) {
      throw new IllegalArgumentException(
          "the %s \"%s\" is none of the kernels %s".formatted(what, label, labels));
    }
  }
}
