package dev.kedge.bandwidth.sim;

import dev.kedge.bandwidth.BandwidthException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Names of one kind of thing and their ids, in the order they were added. */
final class Names {
  private final String kind;
  private final Map<String, Integer> ids = new HashMap<>();
  private final List<String> names = new ArrayList<>();

  Names(String kind) {
    this.kind = kind;
  }

  /** The name's id, new or old. */
  int add(String name) {
    Integer known = ids.get(name);
    if (known != null) {
      return known;
    }
    ids.put(name, names.size());
    names.add(name);
    return names.size() - 1;
  }

  /** Forgets a name; its id is not given again. */
  void remove(String name) {
    ids.remove(name);
  }

  Optional<Integer> find(String name) {
    return Optional.ofNullable(ids.get(name));
  }

  /**
   * The name's id.
   *
   * @throws BandwidthException when there is none
   */
  int require(String name) {
    return find(name)
        .orElseThrow(() -> new BandwidthException("there is no %s '%s'".formatted(kind, name)));
  }

  String name(int id) {
    return names.get(id);
  }

  int size() {
    return names.size();
  }

  /** What they are names of. */
  @Override
  public String toString() {
    return kind;
  }
}
