package dev.kedge.bandwidth.talk;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What came of an experiment.
 *
 * @param name of the experiment
 * @param title for people
 * @param claim what the talk or the measurement says, with its source
 * @param tables simulated figures with the published ones beside them
 * @param notes assumptions and what the model does not reproduce
 * @param pictures drawings for a terminal
 * @param svg the picture as a file, where there is one
 * @param figures the raw figures by name; times in nanoseconds
 */
public record TalkResult(
    String name,
    String title,
    String claim,
    List<Table> tables,
    List<String> notes,
    List<String> pictures,
    Optional<String> svg,
    Map<String, Object> figures) {

  public TalkResult {
    tables = List.copyOf(tables);
    notes = List.copyOf(notes);
    pictures = List.copyOf(pictures);
  }

  /** The object for a JSON writer: what it is about, then its figures. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("experiment", name);
    json.put("title", title);
    json.put("claim", claim);
    json.putAll(figures);
    json.put("tables", tables.stream().map(Table::json).toList());
    json.put("notes", notes);
    return json;
  }

  /** Everything for a terminal. */
  public String text() {
    StringBuilder text = new StringBuilder(title).append("\n\n").append(claim).append('\n');
    for (Table table : tables) {
      text.append('\n').append(table.text());
    }
    if (!notes.isEmpty()) {
      text.append('\n');
      notes.forEach(note -> text.append("- ").append(note).append('\n'));
    }
    for (String picture : pictures) {
      text.append('\n').append(picture);
    }
    return text.toString();
  }
}
