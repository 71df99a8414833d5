package dev.kedge.patches.variance;

import dev.kedge.patches.diff.FilePatch;
import dev.kedge.patches.diff.Hunk;
import dev.kedge.patches.diff.Patch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compares two patches file by file. A file that one tree has in another directory is recognised by
 * its name and its lines. Positions and the text behind {@code @@} count for nothing, as in {@code
 * git patch-id}; unlike there, blanks count.
 */
final class PatchComparison {
  private final List<FileVariance> files = new ArrayList<>();
  private int common;
  private int all;

  PatchComparison(Patch upstream, Patch backport) {
    Map<String, FilePatch> there = byPath(upstream);
    Map<String, FilePatch> here = byPath(backport);
    for (FilePatch mine : here.values()) {
      Optional<FilePatch> theirs =
          Optional.ofNullable(there.remove(mine.path()))
              .or(() -> moved(mine, there.values(), here).map(file -> there.remove(file.path())));
      compare(theirs, Optional.of(mine));
    }
    for (FilePatch theirs : there.values()) {
      compare(Optional.of(theirs), Optional.empty());
    }
  }

  List<FileVariance> differing() {
    return files;
  }

  Variance.Level level() {
    return files.stream()
        .map(FileVariance::level)
        .max(Variance.Level::compareTo)
        .orElse(Variance.Level.IDENTICAL);
  }

  double similarity() {
    return level() != Variance.Level.CHANGED || all == 0 ? 1 : 2.0 * common / all;
  }

  /** A file of a squashed series is touched more than once; its hunks follow each other. */
  private static Map<String, FilePatch> byPath(Patch patch) {
    Map<String, FilePatch> files = new LinkedHashMap<>();
    for (FilePatch file : patch.files()) {
      files.merge(file.path(), file, PatchComparison::joined);
    }
    return files;
  }

  private static FilePatch joined(FilePatch first, FilePatch second) {
    List<Hunk> hunks = new ArrayList<>(first.hunks());
    hunks.addAll(second.hunks());
    return new FilePatch(
        first.path(),
        first.change(),
        first.binary() || second.binary(),
        first.contents() + second.contents(),
        hunks);
  }

  /** The upstream file with the same last name and the same changed lines in another directory. */
  private static Optional<FilePatch> moved(
      FilePatch mine, Collection<FilePatch> there, Map<String, FilePatch> here) {
    return there.stream()
        .filter(file -> !here.containsKey(file.path()))
        .filter(file -> lastName(file.path()).equals(lastName(mine.path())))
        .filter(file -> file.changedLines().equals(mine.changedLines()))
        .findFirst();
  }

  private static String lastName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private void compare(Optional<FilePatch> upstream, Optional<FilePatch> backport) {
    List<String> theirs = upstream.map(FilePatch::changedLines).orElse(List.of());
    List<String> mine = backport.map(FilePatch::changedLines).orElse(List.of());
    List<Interdiff.Line> changed = Interdiff.of(theirs, mine);
    common += (int) changed.stream().filter(l -> l.side() == Interdiff.Side.BOTH).count();
    all += theirs.size() + mine.size();
    Variance.Level level = level(upstream, backport, theirs.equals(mine));
    if (level != Variance.Level.IDENTICAL) {
      String path = backport.or(() -> upstream).map(FilePatch::path).orElse("");
      files.add(
          new FileVariance(
              path,
              upstream.map(FilePatch::path).orElse(path),
              level,
              Interdiff.of(allLines(upstream), allLines(backport))));
    }
  }

  private static Variance.Level level(
      Optional<FilePatch> upstream, Optional<FilePatch> backport, boolean sameLines) {
    if (upstream.isEmpty() || backport.isEmpty() || !sameLines) {
      return Variance.Level.CHANGED;
    }
    FilePatch theirs = upstream.get();
    FilePatch mine = backport.get();
    if (theirs.change() != mine.change() || !theirs.contents().equals(mine.contents())) {
      return Variance.Level.CHANGED;
    }
    boolean same = lines(theirs).equals(lines(mine)) && theirs.path().equals(mine.path());
    return same ? Variance.Level.IDENTICAL : Variance.Level.CONTEXT;
  }

  private static List<List<String>> lines(FilePatch file) {
    return file.hunks().stream().map(Hunk::lines).toList();
  }

  private static List<String> allLines(Optional<FilePatch> file) {
    return file.map(patch -> patch.hunks().stream().flatMap(hunk -> hunk.lines().stream()).toList())
        .orElse(List.of());
  }
}
