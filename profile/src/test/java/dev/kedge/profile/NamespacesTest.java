package dev.kedge.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamespacesTest {
  private static final Map<String, Long> HOST =
      Map.of("pid", 4026531836L, "mnt", 4026531841L, "net", 4026531833L, "user", 4026531837L);

  private static Namespaces of(Map<String, Long> own, int pidThere) {
    return Namespaces.of(
        kind -> own.getOrDefault(kind, 0L), kind -> HOST.getOrDefault(kind, 0L), pidThere);
  }

  @Test
  void onlyWhatDiffersFromTheHostIsKept() {
    assertThat(of(HOST, 4711)).isEqualTo(Namespaces.HOST);
    Namespaces container =
        of(Map.of("pid", 4026532450L, "mnt", 4026532448L, "net", 4026531833L), 7);
    assertThat(container.text()).isEqualTo("pid:4026532450/7 mnt:4026532448");
    assertThat(container.pidThere()).hasValue(7);
    assertThat(container.number("mnt")).hasValue(4026532448L);
    assertThat(container.number("net")).isEmpty();
    assertThat(container.withPidThere(12).pidThere()).hasValue(12);
    assertThat(container.withPidThere(0).text()).isEqualTo("pid:4026532450 mnt:4026532448");
    assertThat(container.withPidThere(0).withPidThere(3).pidThere()).hasValue(3);
  }

  @ParameterizedTest
  @CsvSource({
    "pid:4026532450, true, false",
    "pid:4026531836, false, true",
    "pid:host, false, true",
    "mnt:4026532448, true, false",
    "mnt:4026532449, false, false",
    "net:host, true, true",
    "user:4026531837, true, true"
  })
  void aTermTakesTheProcessesOfOneNamespace(String text, boolean container, boolean host) {
    Namespaces.Term term = Namespaces.Term.parse(text);
    assertThat(term.matches(new Namespaces("pid:4026532450/7 mnt:4026532448")))
        .isEqualTo(container);
    assertThat(term.matches(Namespaces.HOST)).isEqualTo(host);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "pid", "pid:", "ipc:1", "pid:-1", "pid:x", "pid:1234567890123456789"})
  void aTermOfAnotherFormIsRefusedWithAnExample(String text) {
    assertThatThrownBy(() -> Namespaces.Term.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("as pid:4026532450");
  }

  @Property(tries = 500)
  void anyTextIsTakenOrRefused(@ForAll String text) {
    try {
      Namespaces namespaces = new Namespaces(text);
      Namespaces.KINDS.forEach(kind -> assertThat(namespaces.number(kind)).isNotNull());
    } catch (IllegalArgumentException refused) {
      assertThat(refused).hasMessageContaining("namespaces");
    }
  }
}
