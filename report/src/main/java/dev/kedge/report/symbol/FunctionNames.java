package dev.kedge.report.symbol;

import java.util.Optional;

/** The names of functions, which may stand at the entries they are instances of. */
final class FunctionNames {
  private static final int MAX_ORIGINS = 8;

  /** A name and a mangled name, each empty where there is none. */
  record Name(String name, String linkageName) {}

  private final Units units;
  private final EntryReader entries;
  private final EntryTexts texts;
  private final Optional<FunctionNames> shared;

  /**
   * Names of a file.
   *
   * @param shared names of the file it shares entries with
   */
  FunctionNames(
      Units units, EntryReader entries, EntryTexts texts, Optional<FunctionNames> shared) {
    this.units = units;
    this.entries = entries;
    this.texts = texts;
    this.shared = shared;
  }

  /** The names of a function or of an inlined call. */
  Name of(Unit unit, Entry entry) {
    String name = "";
    String linkageName = "";
    Unit in = unit;
    Entry at = entry;
    for (int i = 0; i <= MAX_ORIGINS; i++) {
      if (name.isEmpty()) {
        name = texts.text(in, in.root(), at.nameForm, at.name);
      }
      if (linkageName.isEmpty()) {
        linkageName = texts.text(in, in.root(), at.linkageNameForm, at.linkageName);
      }
      if (!name.isEmpty() || at.origin == Entry.ABSENT) {
        break;
      }
      if (at.originShared) {
        Name there = inSharedFile(at.origin);
        return new Name(there.name(), linkageName.isEmpty() ? there.linkageName() : linkageName);
      }
      long origin = at.origin;
      Optional<Unit> holder =
          origin >= in.start() && origin < in.end() ? Optional.of(in) : units.holding(origin);
      if (holder.isEmpty()) {
        break;
      }
      in = holder.get();
      at = entries.read(in, origin);
    }
    return new Name(name.isEmpty() ? linkageName : name, linkageName);
  }

  private Name inSharedFile(long entry) {
    return shared.flatMap(names -> names.at(entry)).orElse(new Name("", ""));
  }

  private Optional<Name> at(long entry) {
    return units.holding(entry).map(unit -> of(unit, entries.read(unit, entry)));
  }
}
