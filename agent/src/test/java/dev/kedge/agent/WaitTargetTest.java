package dev.kedge.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WaitTargetTest {
  @Test
  void digitsAreAProcessAndPathsAGroup() {
    assertThat(WaitTarget.parse("4711")).isEqualTo(new WaitTarget.OneProcess(4711));
    assertThat(WaitTarget.parse("/a.slice/b")).isEqualTo(new WaitTarget.Group("/a.slice/b"));
    assertThat(WaitTarget.parse("/")).isEqualTo(new WaitTarget.Group("/"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "a.slice", "/../etc", "/a/../../b", "12345678", "/a\0b"})
  void anythingElseIsRefusedWithItsWords(String text) {
    assertThatThrownBy(() -> WaitTarget.parse(text))
        .isInstanceOf(AgentException.class)
        .hasMessageContaining("expected a process id or the path");
  }

  @Property(tries = 300)
  void anyTextIsTakenOrRefused(@ForAll String text) {
    try {
      assertThat(WaitTarget.parse("/" + text)).isInstanceOf(WaitTarget.Group.class);
    } catch (AgentException refused) {
      assertThat(refused).hasMessageContaining("cgroup");
    }
  }
}
