package dev.kedge.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.profile.Namespaces;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class SampleRowsTest {
  /** Threads that exit have the id -1, and a row like all others. */
  @Property
  void eachSampleIsInOneRowOfItsThread(
      @ForAll @Size(min = 1, max = 40) List<@IntRange(min = -1, max = 2) Integer> threads) {
    SampleRows rows = new SampleRows(new ThreadNames(Path.of("/nowhere")));
    long[] moments = new long[threads.size()];
    for (int i = 0; i < moments.length; i++) {
      moments[i] = RawWindow.moment(i, 1, threads.get(i));
    }
    rows.add(7, 100, "app", "/", Namespaces.HOST, moments);
    assertThat(rows.counts(true))
        .allSatisfy(row -> {
          long taken = threads.stream().filter(tid -> tid == row.task().tid()).count();
          assertThat(row.count()).isEqualTo(taken);
        });
    assertThat(rows.counts(false)).hasSize((int) threads.stream().distinct().count());
  }
}
