package dev.kedge.linux.perf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class WatchedThreadsTest {
  @Test
  void aShareIsToldByTheLastBitsOfTheId() {
    assertThat(new WatchedThreads.Share(0, 0).filter("pid")).isEqualTo("pid > 0");
    assertThat(new WatchedThreads.Share(2, 2).filter("pid"))
        .isEqualTo("pid > 0 && !(pid & 1) && (pid & 2)");
    assertThatThrownBy(() -> new WatchedThreads.Share(2, 4)).hasMessageContaining("2 bits");
    assertThatThrownBy(() -> new WatchedThreads.Share(16, 0)).hasMessageContaining("at most 15");
  }

  @Test
  void idsThatFollowOneAnotherAreOneRange() {
    assertThat(WatchedThreads.of(new TreeSet<>(List.of(7, 3, 4, 5))).filter("pid"))
        .isEqualTo("(pid >= 3 && pid <= 5) || pid == 7");
    assertThat(WatchedThreads.of(new TreeSet<>()).filter("pid"))
        .as("nobody has such an id")
        .isEqualTo("pid < 0");
  }

  @Property(tries = 200)
  void whatIsLeftOutIsCountedAndTheKernelTakesTheFilter(
      @ForAll @Size(max = 400) Set<@IntRange(min = 1, max = 4_194_304) Integer> tids) {
    WatchedThreads.Listed listed = WatchedThreads.of(new TreeSet<>(tids));
    int inRanges = listed.ranges().stream().mapToInt(r -> r.last() - r.first() + 1).sum();
    assertThat(inRanges + listed.left()).isEqualTo(tids.size());
    assertThat(listed.filter("prev_pid").length()).as("a page of text").isLessThan(4_000);
    assertThat(listed.ranges())
        .allSatisfy(range -> {
          assertThat(tids).contains(range.first(), range.last());
          assertThat(range.first()).isLessThanOrEqualTo(range.last());
        });
  }
}
