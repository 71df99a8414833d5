package dev.kedge.linux.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.kedge.linux.runtime.RuntimeFunction.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PerfMapTest {
  @TempDir Path proc;

  private Path map(String text) throws IOException {
    Path tmp = Files.createDirectories(proc.resolve("42/root/tmp"));
    Files.writeString(proc.resolve("42/status"), "Name:\tx\nNSpid:\t42\t7\n");
    return Files.writeString(tmp.resolve("perf-7.map"), text);
  }

  private static Optional<String> name(PerfMap map, long address) {
    return map.function(address).map(RuntimeFunction::name);
  }

  @Test
  void namesCodeAndReadsOnWhenTheMapGrows() throws IOException {
    Path file = map("1000 20 one\n2000 10 JS:*two /x.js:1:1\n3000 10 half");
    try (PerfMap map = new PerfMap(proc, 42)) {
      assertThat(map.refresh()).isTrue();
      assertThat(map.size()).isEqualTo(2);
      assertThat(name(map, 0x101f)).contains("one");
      assertThat(name(map, 0x1020)).isEmpty();
      assertThat(name(map, 0x2008)).contains("JS:*two /x.js:1:1");
      Files.writeString(file, " a line\n1010 8 inner\n", StandardOpenOption.APPEND);
      assertThat(map.refresh()).isTrue();
      assertThat(name(map, 0x3000)).contains("half a line");
      assertThat(name(map, 0x1012)).as("what was written last").contains("inner");
      assertThat(name(map, 0x1018)).contains("one");
      assertThat(map.refresh()).isFalse();
    }
  }

  @Test
  void aMapWrittenAnewReplacesTheOld() throws IOException {
    Path file = map("1000 20 one\n2000 10 two\n");
    try (PerfMap map = new PerfMap(proc, 42)) {
      map.refresh();
      Files.writeString(file, "5000 10 new\n");
      map.refresh();
      assertThat(name(map, 0x1000)).isEmpty();
      assertThat(name(map, 0x5000)).contains("new");
    }
  }

  @Test
  void aLinkIsNotFollowed() throws IOException {
    Path file = map("1000 20 one\n");
    Path elsewhere = Files.move(file, proc.resolve("secret"));
    Files.createSymbolicLink(file, elsewhere);
    try (PerfMap map = new PerfMap(proc, 42)) {
      assertThat(map.refresh()).isFalse();
      assertThat(name(map, 0x1000)).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1000 10 name|name",
        "0x1000 0x10 name|name",
        "1000 10 a name with spaces|a name with spaces",
        "1000 0 empty|",
        "0 10 nowhere|",
        "1000 10|",
        "xyz 10 name|",
        "ffffffffffffffff 10 kernel|",
        "1000 ffffffffff huge|",
        "11112222333344445 10 long|",
        "1000 10  |"
      })
  void readsLines(String line, String expected) {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    assertThat(PerfMapLine.parse(bytes, 0, bytes.length).map(PerfMapLine::name))
        .isEqualTo(Optional.ofNullable(expected));
  }

  @Test
  void pythonsTrampolinesAreFunctionsOfAFile() {
    byte[] bytes = "1000 10 py::Job.run:/srv/a.py".getBytes(StandardCharsets.UTF_8);
    assertThat(PerfMapLine.parse(bytes, 0, bytes.length).map(PerfMapLine::function))
        .contains(new RuntimeFunction(Kind.INTERPRETED, "/srv/a.py", "Job.run"));
  }

  @Property
  void anyBytesAreALineOrNone(@ForAll byte[] bytes) {
    assertThatCode(() -> PerfMapLine.parse(bytes, 0, bytes.length)).doesNotThrowAnyException();
  }
}
