package dev.kedge.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class StackDefinitionTest {
  @Property
  void isTheSameFromAListAndFromAnArray(@ForAll List<Long> ids) {
    long[] array = ids.stream().mapToLong(Long::longValue).toArray();
    StackDefinition boxed = new StackDefinition(StackIds.stack(ids), ids);
    StackDefinition flat = StackDefinition.of(array);

    assertThat(flat).isEqualTo(boxed).hasSameHashCodeAs(boxed);
    assertThat(flat.frameIds()).isEqualTo(ids);
    assertThat(ids).isEqualTo(flat.frameIds());
    assertThat(flat.depth()).isEqualTo(ids.size());
    for (int i = 0; i < array.length; i++) {
      assertThat(flat.frameId(i)).isEqualTo(array[i]);
    }
  }

  @Test
  void keepsNoReferenceToTheArrayItWasGiven() {
    long[] ids = {1, 2, 3};
    StackDefinition stack = StackDefinition.of(ids);
    ids[0] = 9;
    assertThat(stack.frameIds()).containsExactly(1L, 2L, 3L);
  }
}
