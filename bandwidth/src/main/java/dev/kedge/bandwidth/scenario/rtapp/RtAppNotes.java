package dev.kedge.bandwidth.scenario.rtapp;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What of a file is simulated only roughly, or not at all; each said once. */
final class RtAppNotes {
  private static final int MOST = 50;

  private final Set<String> notes = new LinkedHashSet<>();

  void add(String note) {
    if (notes.size() < MOST) {
      notes.add(note);
    }
  }

  List<String> list() {
    return List.copyOf(notes);
  }
}
