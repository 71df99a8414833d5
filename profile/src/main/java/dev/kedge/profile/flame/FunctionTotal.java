package dev.kedge.profile.flame;

import dev.kedge.profile.Profile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The samples of one function over all stacks of a profile.
 *
 * @param name display name
 * @param module short name of its code module, empty text for none
 * @param origin as in {@link FlameTree#origin}
 * @param self samples taken in the function itself
 * @param total samples in it or in what it called; recursion counts once
 */
public record FunctionTotal(String name, String module, int origin, long self, long total) {
  /** The functions with the most samples of their own, then with the most in all. */
  public static List<FunctionTotal> of(Profile profile, int limit) {
    FrameLabels labels = new FrameLabels();
    FunctionTotals totals = new FunctionTotals(labels);
    profile.stacks().forEach(stack -> totals.add(stack, 0));
    List<FunctionTotal> functions = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      FrameLabels.Label label = labels.get(i);
      if (totals.total(0, i) > 0) {
        functions.add(
            new FunctionTotal(
                label.name(),
                label.module(),
                label.origin(),
                totals.self(0, i),
                totals.total(0, i)));
      }
    }
    functions.sort(
        Comparator.comparingLong(FunctionTotal::self)
            .thenComparingLong(FunctionTotal::total)
            .reversed()
            .thenComparing(FunctionTotal::name));
    return List.copyOf(functions.subList(0, Math.min(limit, functions.size())));
  }
}
