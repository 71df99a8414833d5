package dev.kedge.profile.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class WorkloadPatternsTest {
  private static final WorkloadPatterns SHIPPED = WorkloadPatterns.shipped();

  static List<String> paths() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(WorkloadPatternsTest.class.getResourceAsStream("paths.txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("paths")
  void recognisesWhoRunsInAGroup(String line) {
    String[] words = line.split(" ", -1);
    Workload found = SHIPPED.of(words[4]);
    assertThat(
            List.of(
                found.runtime().orElse("-"),
                found.pod().orElse("-"),
                found.container().orElse("-"),
                found.unit().orElse("-")))
        .containsExactly(words[0], words[1], words[2], words[3]);
  }

  @ParameterizedTest
  @CsvSource({
    "/otlp/shop/web-7f9/pod2f1b6c3d-1c2e-4a5b-9f00-0123456789ab, shop, web-7f9",
    "/otlp/shop/web-7f9/pod2f1b6c3d-1c2e-4a5b-9f00-0123456789ab/nginx, shop, web-7f9",
    "/otlp/shop/pod2f1b6c3d-1c2e-4a5b-9f00-0123456789ab/nginx, shop, -",
    "/otlp/nginx, -, -",
    "/kubepods/burstable/pod2f1b6c3d-1c2e-4a5b-9f00-0123456789ab, -, -"
  })
  void namesPodsWhereAPathDoes(String path, String namespace, String name) {
    Workload found = SHIPPED.of(path);
    assertThat(found.namespace().orElse("-")).isEqualTo(namespace);
    assertThat(found.podName().orElse("-")).isEqualTo(name);
  }

  @Property
  void takesAnyPath(@ForAll String path) {
    assertThat(SHIPPED.of(path)).isNotNull();
    assertThat(SHIPPED.of("/docker/" + path + "/lxc/" + path)).isNotNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | mine:0: the first entry must be \"version 1\"",
        "pod (a) | mine:1: the first entry must be \"version 1\"",
        "version 1;pot (a) | mine:2: unknown keyword \"pot\": expected namespace, podname, pod,"
            + " container or unit",
        "version 1;container (a) | mine:2: expected \"container RUNTIME PATTERN\"",
        "version 1;pod a | mine:2: the pattern has no group",
        "version 1;;unit (a | mine:3: the pattern: Unclosed group"
      })
  void saysWhatIsWrongWithAPattern(String text, String message) {
    assertThatThrownBy(() -> WorkloadPatterns.read("mine", text.replace(';', '\n')))
        .isInstanceOf(WorkloadPatternsException.class)
        .hasMessage(message);
  }
}
