package dev.kedge.bandwidth.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class EventQueueTest {

  @Property
  void sourcesComeInTheOrderOfTimeAndId(
      @ForAll @Size(min = 1, max = 200) List<@IntRange(min = 0, max = 50) Integer> times,
      @ForAll @Size(max = 100) List<@IntRange(min = 0, max = 199) Integer> moved) {
    EventQueue queue = new EventQueue(1);
    long[] expected = new long[times.size()];
    for (int i = 0; i < times.size(); i++) {
      queue.addSource();
      expected[i] = times.get(i);
      queue.schedule(i, times.get(i));
    }
    for (int i = 0; i < moved.size(); i++) {
      int source = moved.get(i) % times.size();
      expected[source] = i % 5 == 0 ? EventQueue.NEVER : 100 - i;
      queue.schedule(source, expected[source]);
    }
    List<Integer> order = new ArrayList<>();
    while (queue.earliest() != EventQueue.NEVER) {
      order.add(queue.take());
    }
    List<Integer> sorted = new ArrayList<>();
    for (int i = 0; i < expected.length; i++) {
      if (expected[i] != EventQueue.NEVER) {
        sorted.add(i);
      }
    }
    sorted.sort((a, b) ->
        expected[a] == expected[b]
            ? Integer.compare(a, b)
            : Long.compare(expected[a], expected[b]));
    assertThat(order).isEqualTo(sorted);
  }

  /** The lower id used to be first every time, so that one CPU drew from the pool before others. */
  @Property
  void cpusOfOneInstantComeInADrawnOrder(@ForAll long seed) {
    EventQueue queue = new EventQueue(seed);
    for (int i = 0; i < 3; i++) {
      queue.addSource();
    }
    queue.race(1, 3);
    int lowerFirst = 0;
    for (int time = 1; time <= 200; time++) {
      queue.schedule(2, time);
      queue.schedule(1, time);
      queue.schedule(0, time);
      assertThat(queue.take()).isZero();
      lowerFirst += queue.take() == 1 ? 1 : 0;
      queue.take();
    }
    assertThat(lowerFirst).isBetween(50, 150);
  }
}
