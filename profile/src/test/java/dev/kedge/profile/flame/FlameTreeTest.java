package dev.kedge.profile.flame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kedge.profile.Frame;
import dev.kedge.profile.NamedFrame;
import dev.kedge.profile.Profile;
import dev.kedge.profile.Profiles;
import dev.kedge.profile.UnknownReason;
import dev.kedge.profile.WeightedStack;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FlameTreeTest {
  @Test
  void drawsProcessesThenStacksFromTheRoot() {
    Profile profile =
        Profiles.of(
            "nginx;main;read;vfs_read_k 3",
            "nginx;main;read 2",
            "bash;main 1",
            "nginx;main;accept 4",
            "nginx;main;read;vfs_read_k 10");

    assertThat(lines(FlameTree.of(profile, 100)))
        .containsExactly(
            "all [] 0 self=0 total=20",
            " bash [] 1 self=0 total=1",
            "  main [app] 3 self=1 total=1",
            " nginx [] 1 self=0 total=19",
            "  main [app] 3 self=0 total=19",
            "   accept [app] 3 self=4 total=4",
            "   read [app] 3 self=2 total=15",
            "    vfs_read_k [[kernel]] 2 self=13 total=13");
  }

  @Test
  void showsUnknownFramesWithTheirReason() {
    Profile profile =
        Profiles.of(
            List.of(
                new WeightedStack(
                    "",
                    1,
                    List.of(
                        Profiles.code("leaf"),
                        new NamedFrame(
                            new Frame.Unknown(UnknownReason.TRUNCATED), Optional.empty())),
                    2)));
    assertThat(lines(FlameTree.of(profile, 100)))
        .containsExactly(
            "all [] 0 self=0 total=2",
            " [no name] [] 1 self=0 total=2",
            "  [truncated] [] 6 self=0 total=2",
            "   leaf [app] 3 self=2 total=2");
  }

  @Test
  void cutsTheSmallestSubtreesAndKeepsTheirSamplesInTheirCallers() {
    Profile profile = Profiles.of("a;f;g 5", "a;f;h 1", "a;f 2", "b;f;g 3");

    FlameTree tree = FlameTree.of(profile, 4);

    assertThat(lines(tree))
        .containsExactly(
            "all [] 0 self=0 total=11",
            " a [] 1 self=0 total=8",
            "  f [app] 3 self=2 total=8",
            "   g [app] 3 self=5 total=5");
    assertThat(tree.hiddenNodes()).isEqualTo(4);
  }

  @Test
  void anEmptyProfileHasARoot() {
    assertThat(lines(FlameTree.of(Profiles.of(), 1))).containsExactly("all [] 0 self=0 total=0");
  }

  @Test
  void needsRoomForTheRoot() {
    assertThatThrownBy(() -> FlameTree.of(Profiles.of(), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxNodes: 0, expected at least 1");
  }

  @Property
  void conservesSamples(@ForAll("profiles") Profile profile) {
    FlameTree tree = FlameTree.of(profile, Integer.MAX_VALUE);
    long self = 0;
    for (long samples : tree.self()) {
      self += samples;
    }
    assertThat(self).isEqualTo(profile.samples()).isEqualTo(tree.total()[0]);
    assertThat(tree.hiddenNodes()).isZero();
    long[] rest = tree.total();
    for (int i = 1; i < tree.size(); i++) {
      rest[tree.parent()[i]] -= tree.total()[i];
    }
    assertThat(rest).isEqualTo(tree.self());
  }

  @Property
  void cuttingNeverChangesWhatStays(
      @ForAll("profiles") Profile profile, @ForAll @IntRange(min = 1, max = 60) int limit) {
    List<String> whole = lines(FlameTree.of(profile, Integer.MAX_VALUE));
    FlameTree cut = FlameTree.of(profile, limit);

    assertThat(cut.size()).isEqualTo(Math.min(limit, whole.size()));
    assertThat(cut.size() + cut.hiddenNodes()).isEqualTo(whole.size());
    assertThat(whole).containsSubsequence(lines(cut));
  }

  @Property
  void theOrderOfStacksDoesNotMatter(
      @ForAll("profiles") Profile profile,
      @ForAll @IntRange(min = 1, max = 60) int limit,
      @ForAll long seed) {
    List<WeightedStack> shuffled = new ArrayList<>(profile.stacks());
    Collections.shuffle(shuffled, new Random(seed));
    assertThat(lines(FlameTree.of(Profiles.of(shuffled), limit)))
        .isEqualTo(lines(FlameTree.of(profile, limit)));
  }

  @Property
  void isDepthFirstWithChildrenByName(@ForAll("profiles") Profile profile) {
    FlameTree tree = FlameTree.of(profile, Integer.MAX_VALUE);
    int[] lastChild = new int[tree.size()];
    for (int i = 1; i < tree.size(); i++) {
      int parent = tree.parent()[i];
      // Depth-first: the parent is the node before, or an ancestor of it.
      int ancestor = i - 1;
      while (ancestor != parent && ancestor > 0) {
        ancestor = tree.parent()[ancestor];
      }
      assertThat(ancestor).isEqualTo(parent);
      if (lastChild[parent] > 0) {
        assertThat(name(tree, lastChild[parent])).isLessThanOrEqualTo(name(tree, i));
      }
      lastChild[parent] = i;
    }
  }

  @Test
  void aDeepStackNeedsNoRecursion() {
    List<NamedFrame> frames = new ArrayList<>();
    for (int i = 0; i < 200_000; i++) {
      frames.add(Profiles.code("f" + i % 1000));
    }
    Profile profile = Profiles.of(List.of(new WeightedStack("deep", 1, frames, 1)));
    assertThat(FlameTree.of(profile, Integer.MAX_VALUE).size()).isEqualTo(200_002);
  }

  private static String name(FlameTree tree, int node) {
    return tree.strings().get(tree.name()[node]);
  }

  static List<String> lines(FlameTree tree) {
    List<String> strings = tree.strings();
    int[] parent = tree.parent();
    int[] depth = new int[tree.size()];
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < depth.length; i++) {
      depth[i] = i == 0 ? 0 : depth[parent[i]] + 1;
      lines.add(
          "%s%s [%s] %d self=%d total=%d"
              .formatted(
                  " ".repeat(depth[i]),
                  strings.get(tree.name()[i]),
                  strings.get(tree.module()[i]),
                  tree.origin()[i],
                  tree.self()[i],
                  tree.total()[i]));
    }
    return lines;
  }

  @Provide
  Arbitrary<Profile> profiles() {
    return Profiles.arbitrary();
  }
}
