package dev.kedge.server.bandwidth;

import dev.kedge.bandwidth.scenario.document.DocumentReader;
import dev.kedge.bandwidth.scenario.document.Fields;
import dev.kedge.bandwidth.scenario.document.Node;
import dev.kedge.bandwidth.scenario.file.ScenarioFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The ready scenarios: {@code examples.yaml} names them, each is a scenario file beside it. */
final class Examples {
  /**
   * A ready scenario.
   *
   * @param id its name in addresses
   * @param title for a list
   * @param shows what to look at
   * @param scenario the file, written anew
   */
  record Example(String id, String title, String shows, Node scenario) {}

  private Examples() {}

  /** Reads all of them, in the order of the list. */
  static List<Example> load() {
    String list = "examples.yaml";
    return DocumentReader.yaml(list, resource(list)).items("a list of examples").stream()
        .map(Examples::example)
        .toList();
  }

  private static Example example(Node node) {
    Fields fields = new Fields(node, "an example", "id", "title", "shows");
    String id = fields.require("id", "its name").text("a name");
    String text = resource(id + ".yaml");
    return new Example(
        id,
        fields.require("title", "for a list").text("a title"),
        fields.require("shows", "what to look at").text("a sentence"),
        DocumentReader.yaml(id, ScenarioFile.write(ScenarioFile.read(id, text))));
  }

  private static String resource(String name) {
    try (InputStream in = Examples.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks the example " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
