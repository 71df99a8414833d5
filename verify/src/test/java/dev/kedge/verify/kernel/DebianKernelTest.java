package dev.kedge.verify.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Versions, listings and sources of Debian's archive. */
class DebianKernelTest {
  private static final List<String> LISTING =
      List.of(
          " linux-image-6.1.0-50-cloud-amd64 | 6.1.176-1 | http://m/debian bookworm/main amd64",
          " linux-image-6.12-cloud-amd64 | 6.12.117-1 | http://m/debian trixie/main amd64",
          " linux-image-6.12.9+deb13-cloud-amd64 | 6.12.9-1 | http://m/debian trixie/main amd64",
          " linux-image-6.12.10+deb13-cloud-amd64 | 6.12.10-1 | http://m/debian trixie/main",
          " linux-binary-7.0.1+deb13-cloud-amd64 | 7.0.1-1 | http://m/debian x/main amd64",
          " linux-image-7.3.4+deb13-cloud-amd64 | 7.3.4-1 | http://m/debian x/main amd64",
          " linux-binary-7.3.4+deb13-cloud-amd64 | 7.3.4-1 | http://m/debian x/main amd64",
          " linux-modules-7.3.4+deb13-cloud-amd64 | 7.3.4-1 | http://m/debian x/main amd64",
          " linux-modules-9.9.9+deb13-cloud-amd64 | 9.9.9-1 | http://m/debian x/main amd64",
          "no columns");

  @ParameterizedTest
  @CsvSource({
    "6.12.9-1, 6.12.10-1, -1",
    "6.12.107-1~deb12u1, 6.12.107-1, -1",
    "7.3~rc7-1~exp1, 7.3.4-1~bpo13+1, -1",
    "7.3~rc7-1, 7.3-1, -1",
    "6.12.9-1, 6.12.9-1, 0",
    "6.12.09-1, 6.12.9-1, 0",
    "6.12.9-1+b1, 6.12.9-1, 1",
    "6.12.9-2, 6.12.9-1+b1, 1",
    "6.12.9a-1, 6.12.9-1, 1"
  })
  void versionsAreOrderedAsDpkgOrdersThem(String a, String b, int order) {
    assertThat(Integer.signum(new DebianVersion(a).compareTo(new DebianVersion(b))))
        .isEqualTo(order);
    assertThat(Integer.signum(new DebianVersion(b).compareTo(new DebianVersion(a))))
        .isEqualTo(-order);
  }

  @Property
  void anyTextsAreOrdered(
      @ForAll @StringLength(max = 12) @CharRange(from = '+', to = '~') String a,
      @ForAll @StringLength(max = 12) @CharRange(from = '+', to = '~') String b) {
    int order = new DebianVersion(a).compareTo(new DebianVersion(b));

    assertThat(Integer.signum(new DebianVersion(b).compareTo(new DebianVersion(a))))
        .isEqualTo(-Integer.signum(order));
    assertThat(new DebianVersion(a).compareTo(new DebianVersion(a))).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "6.12, 6.12.9-1, true",
    "6.1, 6.12.9-1, false",
    "6.12.9, 6.12.9-1, true",
    "6.12.9-1, 6.12.9-1, true",
    "6.12.9-2, 6.12.9-1, false",
    "7.3, 7.3~rc7-1, true"
  })
  void aQueryMeansAVersionOrTheBeginningOfOne(String query, String version, boolean meant) {
    assertThat(new DebianVersion(version).isMeantBy(query)).isEqualTo(meant);
  }

  @Test
  void aListingGivesWholeAndSplitKernels() {
    List<DebianKernel> kernels = DebianKernel.of(LISTING);

    assertThat(kernels.stream().map(k -> k.version().text()))
        .containsExactly("6.1.176-1", "6.12.9-1", "6.12.10-1", "7.0.1-1", "7.3.4-1");
    assertThat(kernels.getFirst().packages()).containsExactly("linux-image-6.1.0-50-cloud-amd64");
    assertThat(kernels.getLast().packages())
        .containsExactly(
            "linux-binary-7.3.4+deb13-cloud-amd64", "linux-modules-7.3.4+deb13-cloud-amd64");
    assertThat(DebianKernels.nearest(kernels, "6.15"))
        .isEqualTo("6.1.176-1, 6.12.9-1, 6.12.10-1, 7.0.1-1, 7.3.4-1");
  }

  @ParameterizedTest
  @CsvSource({
    "linux-image-6.12.9+deb13-cloud-amd64, cloud-amd64, true",
    "linux-image-6.12.9+deb13-amd64, cloud-amd64, false",
    "linux-image-6.12.9+deb13-cloud-amd64, amd64, false",
    "linux-image-6.12.9+deb13-rt-amd64, amd64, false",
    "linux-image-6.1.0-50-amd64, amd64, true",
    "linux-image-6.1.0-50-amd64-dbg, amd64, false",
    "linux-image-6.1.0-50-amd64-unsigned, amd64, false",
    "linux-headers-6.1.0-50-amd64, amd64, false"
  })
  void partsAreToldByFlavour(String name, String flavour, boolean part) {
    assertThat(DebianKernel.isPart(name, flavour)).isEqualTo(part);
  }

  @Test
  void sourcesComeFromTheSystemsOwn(@TempDir Path etc) throws IOException {
    Files.createDirectories(etc.resolve("sources.list.d"));
    Files.writeString(
        etc.resolve("sources.list"),
        """
        # deb http://off/debian x main
        deb [arch=amd64 signed-by=/k.gpg] http://mirror.test/debian/ stable main contrib
        """);
    Files.writeString(
        etc.resolve("sources.list.d/other.list"), "deb http://other.test/tool stable main\n");
    Files.writeString(
        etc.resolve("sources.list.d/s.sources"),
        """
        Types: deb
        URIs: http://mirror.test/debian-security
        Suites: stable-security
        Components: main
        Signed-By: /s.gpg
        """);

    List<String> lines = AptSources.lines(etc);

    assertThat(lines)
        .contains(
            "deb [signed-by=/k.gpg] http://mirror.test/debian/ sid main",
            "deb [signed-by=/s.gpg] http://mirror.test/debian-security trixie-security main")
        .noneMatch(line -> line.contains("other.test") || line.contains("off"));
  }

  @Test
  void aSystemWithoutDebianMirrorIsToldWhatToDo(@TempDir Path etc) {
    assertThatThrownBy(() -> AptSources.lines(etc))
        .hasMessageContaining("names no Debian mirror")
        .hasMessageContaining("give packages or folders");
  }
}
