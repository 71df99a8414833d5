package dev.kedge.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class JsonOutTest {
  @Test
  void whatIsAbsentOrNoNumberIsNull() {
    assertThat(
            write(json -> {
              json.begin();
              json.number("a", Double.NaN);
              json.number("b", OptionalDouble.empty());
              json.number("c", OptionalLong.of(7));
              json.text("d", Optional.empty());
              json.column("e", new double[] {1, 0.5, Double.POSITIVE_INFINITY});
              json.column("f", List.of("x"));
              json.number("g", Optional.of(0.25));
              json.number("h", Optional.of(3));
              json.end();
            }))
        .isEqualTo(
            "{\"a\":null,\"b\":null,\"c\":7,\"d\":null,\"e\":[1,0.5,null],\"f\":[\"x\"],\"g\":0.25,"
                + "\"h\":3}");
  }

  @Test
  void halfASurrogatePairBecomesAReplacementCharacter() {
    assertThat(JsonOut.wellFormed("a\ud83d")).isEqualTo("a\ufffd");
    assertThat(JsonOut.wellFormed("\ude00a\ud83d\ude00\ud83d"))
        .isEqualTo("\ufffda\ud83d\ude00\ufffd");
  }

  @Property
  void anyTextSurvives(@ForAll String text) {
    String json =
        write(out -> {
          out.begin();
          out.text("t", text);
          out.end();
        });
    String back = JsonMapper.builder().build().readTree(json).get("t").stringValue();
    assertThat(back).isEqualTo(JsonOut.wellFormed(text));
  }

  private static String write(JsonBody body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonOut json = new JsonOut(out)) {
      body.write(json);
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
