package dev.kedge.verify.compare;

import dev.kedge.verify.result.BootResult;
import dev.kedge.verify.result.Delta;
import dev.kedge.verify.result.KernelIdentity;
import dev.kedge.verify.result.PlanIdentity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a run saw, before it is judged.
 *
 * @param id the verification's name
 * @param started when it began
 * @param ended when it was over
 * @param plan the plan it followed
 * @param baseline the label of the kernel to compare with, if there is one
 * @param candidate the label of the kernel under judgement
 * @param kernels all kernels, the baseline first
 * @param boots all boots in the order they ran
 * @param deltas what else differs between the two kernels, from the deltas of this package
 */
public record Run(
    String id,
    Instant started,
    Instant ended,
    PlanIdentity plan,
    Optional<String> baseline,
    String candidate,
    List<KernelIdentity> kernels,
    List<BootResult> boots,
    List<Delta> deltas) {
  /** Copies the lists. */
  public Run {
    kernels = List.copyOf(kernels);
    boots = List.copyOf(boots);
    deltas = List.copyOf(deltas);
  }

  /** The boots of the candidate. */
  List<BootResult> candidateBoots() {
    return bootsOf(candidate);
  }

  /** The boots of one kernel. */
  List<BootResult> bootsOf(String label) {
    return boots.stream().filter(boot -> boot.kernel().equals(label)).toList();
  }
}
