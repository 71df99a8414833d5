package dev.kedge.linux.perf;

import dev.kedge.model.Limitation;
import java.util.List;

/**
 * What the kernel allowed when asked.
 *
 * @param scope the widest scope it granted
 * @param features the newest features it knew
 * @param limitations what is missing, and why
 */
record SamplingGrant(SamplingScope scope, EventFeatures features, List<Limitation> limitations) {
  SamplingGrant {
    limitations = List.copyOf(limitations);
  }
}
