package dev.kedge.linux.v8;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kedge.linux.runtime.ForeignMemoryException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class V8TextTest {
  private final V8Image image = new V8Image(V8Image.Release.NODE_20);

  private V8Text texts() {
    return new V8Text(new V8Heap(image.memory(), image.layout()));
  }

  @Test
  void readsEachRepresentation() {
    long hello = image.text("hello");
    long world = image.text(" wörld €", true);
    int outside = 0x7000;
    image.bytes.put(outside, "outside".getBytes(StandardCharsets.ISO_8859_1));
    long joined = image.joined(13, hello, world);
    assertThat(texts().read(hello, 100)).isEqualTo("hello");
    assertThat(texts().read(world, 100)).isEqualTo(" wörld €");
    assertThat(texts().read(joined, 100)).isEqualTo("hello wörld €");
    assertThat(texts().read(image.joined(18, joined, hello), 15)).isEqualTo("hello wörld €he");
    assertThat(texts().read(image.sliced(3, hello, 1), 100)).isEqualTo("ell");
    assertThat(texts().read(image.thin(5, hello), 100)).isEqualTo("hello");
    assertThat(texts().read(image.external(7, V8Image.BASE + outside), 100)).isEqualTo("outside");
    assertThat(texts().read(hello, 2)).isEqualTo("he");
  }

  @Test
  void countsLinesInBothWidthsAndThroughSlices() {
    String source = "one\ntwo\n  three";
    long flat = image.text(source);
    int three = source.indexOf("three");
    assertThat(texts().lineAndColumn(flat, 0)).isEqualTo("1:1");
    assertThat(texts().lineAndColumn(flat, three)).isEqualTo("3:3");
    assertThat(texts().lineAndColumn(image.text(source, true), three)).isEqualTo("3:3");
    assertThat(texts().lineAndColumn(image.sliced(11, flat, 4), three - 4)).isEqualTo("2:3");
    long empty = image.text("");
    assertThat(texts().lineAndColumn(image.joined(15, flat, empty), three)).isEqualTo("3:3");
  }

  @Test
  void refusesWhatIsNoTextAndWhatLeadsOn() {
    long circle = image.thin(5, 0);
    image.put(circle, 16, circle);
    long part = image.sliced(50, image.text("short"), 1);
    long pieces = image.joined(6, image.text("abc"), image.text("def"));
    for (long bad : new long[] {circle, part, image.bytecode(), 0, 7}) {
      assertThatThrownBy(() -> texts().read(bad, 100)).isInstanceOf(ForeignMemoryException.class);
    }
    assertThatThrownBy(() -> texts().lineAndColumn(pieces, 1)).hasMessageContaining("pieces");
    assertThatThrownBy(() -> texts().lineAndColumn(image.text("a"), 2))
        .hasMessageContaining("behind the end");
    long joinedWithItself = image.joined(10, 0, 0);
    image.put(joinedWithItself, 16, joinedWithItself);
    image.put(joinedWithItself, 24, joinedWithItself);
    assertThat(texts().read(joinedWithItself, 100)).isEmpty();
  }
}
