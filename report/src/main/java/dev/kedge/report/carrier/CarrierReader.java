package dev.kedge.report.carrier;

import dev.kedge.report.line.Ascii;
import dev.kedge.report.line.ConsoleLog;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns bytes of any carrier, or of several mixed, into records: {@link #feed} takes them in pieces
 * of any size, and the records do not depend on where the pieces end. The carrier is found line by
 * line, so that a log may be cut at both ends. Not thread-safe.
 *
 * <p>Memory is bounded by {@link CarrierLimits}. What is compressed must be unpacked before, see
 * {@link Unpacked}.
 */
public final class CarrierReader {
  /** What is kept of a record's properties; printk's own bound is below. */
  private static final int MAX_DICTIONARY = 8192;

  private final Set<Carrier> carriers;
  private final Losses.Counter losses = new Losses.Counter();
  private final Set<Carrier> seen = EnumSet.noneOf(Carrier.class);
  private final PrefixReader prefixes;
  private final LineCutter cutter = new LineCutter(new Lines());
  private final JournalExport export = new JournalExport(this::entry);
  private final PstoreDump pstore;
  private final Hosts hosts;
  private final LineDraft entryDraft = new LineDraft();
  private long lineNumber;
  private @Nullable LogRecord openRecord;
  private @Nullable LogRecord lastShown;
  private int openOffset;
  private int openTotal;

  /** A reader that finds the carrier by itself. */
  public CarrierReader(RecordSink sink) {
    this(EnumSet.allOf(Carrier.class), CarrierLimits.DEFAULT, sink);
  }

  /**
   * A reader of some carriers only: lines of others are taken for console lines.
   *
   * @param carriers what may come
   * @param limits bounds of what is kept
   * @param sink takes the records
   */
  public CarrierReader(Set<Carrier> carriers, CarrierLimits limits, RecordSink sink) {
    this.carriers = Set.copyOf(carriers);
    this.prefixes = new PrefixReader(this.carriers);
    this.hosts = new Hosts(limits, losses, sink);
    this.pstore = new PstoreDump(limits.dumpCharacters());
  }

  /** Takes the next bytes of the input. */
  public void feed(byte[] bytes, int offset, int count) {
    cutter.feed(bytes, offset, count);
  }

  /** Ends a line that lacks its line feed: what is fed next is of another file or packet. */
  public void endLine() {
    cutter.end();
  }

  /**
   * Gives out what is kept back for order's sake: call it when the input is quiet. A line without
   * its line feed stays.
   */
  public void flush() {
    closeRecord();
    finishDump();
    hosts.flush();
  }

  /** Ends the input: its last line may lack the line feed. */
  public void end() {
    cutter.end();
    if (export.isActive()) {
      export.end();
    }
    flush();
  }

  /** What was lost so far. */
  public Losses losses() {
    return losses.snapshot();
  }

  /** The carriers that were found so far. */
  public Set<Carrier> seen() {
    return Set.copyOf(seen);
  }

  /** How many lines were read so far. */
  public long lines() {
    return lineNumber;
  }

  private final class Lines implements LineCutter.Taker {
    @Override
    public long line(byte[] bytes, int from, int to, boolean cut) {
      lineNumber++;
      losses.cutLines += cut ? 1 : 0;
      int end = to > from && bytes[to - 1] == '\r' ? to - 1 : to;
      if (carriers.contains(Carrier.JOURNAL_EXPORT)
          && (export.isActive() || JournalExport.begins(bytes, from, end))) {
        long block = export.line(bytes, from, end, cut);
        if (block >= 0) {
          return block;
        }
      }
      text(LineText.decode(bytes, from, end), cut);
      return 0;
    }

    @Override
    public long block(byte[] bytes, int from, int to, boolean cut) {
      return export.block(bytes, from, to, cut);
    }
  }

  private void text(String line, boolean cut) {
    if (carriers.contains(Carrier.JOURNAL_JSON) && JournalJson.looksLike(line)) {
      seen.add(Carrier.JOURNAL_JSON);
      Optional<JournalEntry> entry = JournalJson.read(line);
      entry.ifPresentOrElse(found -> message(found), () -> losses.unreadable++);
      return;
    }
    if (carriers.contains(Carrier.PSTORE) && pstore.begins(line)) {
      closeRecord();
      seen.add(Carrier.PSTORE);
      return;
    }
    if (pstore.isOpen()) {
      pstore.add(line, lineNumber);
      if (pstore.isFull()) {
        finishDump();
      }
      return;
    }
    plain(line, lineNumber, cut);
  }

  private void finishDump() {
    pstore.finish(
        new PstoreDump.Taker() {
          @Override
          public void line(String line, long number) {
            plain(line, number, false);
          }

          @Override
          public void missing(int parts) {
            closeRecord();
            losses.parts += parts;
            hosts.of("", true).lost(LogRecord.UNKNOWN);
          }

          @Override
          public void nextDump() {
            closeRecord();
          }
        });
    closeRecord();
  }

  /** A line that tells all about itself. */
  private void plain(String line, long number, boolean cut) {
    LogRecord open = openRecord;
    if (open != null) {
      if (isDictionary(line)) {
        if (openOffset >= 0 && open.raw().length() < MAX_DICTIONARY) {
          openRecord = open.saying(open.text() + "\n" + line);
        }
        return;
      }
      closeRecord();
    }
    LineDraft draft = prefixes.draft(line);
    if (draft.carrier != Carrier.CONSOLE) {
      seen.add(draft.carrier);
    }
    switch (draft.origin) {
      case OTHER -> other(draft);
      case NOTICE -> {}
      case KERNEL -> kernel(draft, number, cut);
    }
  }

  private void kernel(LineDraft draft, long number, boolean cut) {
    if (draft.sequence >= 0) {
      draft.show(draft.raw.substring(draft.textStart));
      openOffset = draft.fragmentOffset;
      openTotal = draft.fragmentTotal;
      openRecord = draft.finish(number, losses);
      return;
    }
    if (draft.host.isEmpty() && draft.raw.startsWith("-- ") && bootMark(draft.raw)) {
      return;
    }
    LogRecord shown = lastShown;
    if (shown != null && continues(draft, shown)) {
      draft.micros = shown.micros();
      draft.wallMicros = shown.wallMicros();
      draft.context = shown.context();
      draft.level = shown.level();
      draft.host = shown.host();
      draft.textStart = shown.textStart();
    }
    LogRecord record = draft.finish(number, losses);
    lastShown = record;
    if (cut && record.raw().length() - record.textStart() <= ConsoleLog.MAX_LINE) {
      record = record.saying(record.text() + ConsoleLog.CUT);
    }
    hosts.of(record.host(), draft.stamped()).add(record, -1, 0);
  }

  /**
   * dmesg and journalctl show the further lines of one message below each other, without prefix but
   * indented to where the message began.
   */
  private static boolean continues(LineDraft draft, LogRecord shown) {
    int column = shown.textStart();
    if (draft.stamped() || column < 10 || draft.raw.length() <= column || draft.textStart != 0) {
      return false;
    }
    for (int i = 0; i < column; i++) {
      if (draft.raw.charAt(i) != ' ') {
        return false;
      }
    }
    return true;
  }

  /** {@code -- Boot 0123... --} and {@code -- Reboot --} of journalctl. */
  private boolean bootMark(String line) {
    if (!line.endsWith(" --") || !carriers.contains(Carrier.SYSLOG)) {
      return false;
    }
    boolean named = line.startsWith("-- Boot ");
    if (named || line.equals("-- Reboot --")) {
      HostLines host = hosts.of("", false);
      host.flush();
      host.newBoot("");
      return true;
    }
    return line.startsWith("-- Logs begin") || line.startsWith("-- Journal begins");
  }

  private void other(LineDraft draft) {
    losses.otherPrograms++;
    if (draft.raw.startsWith("Missed ", draft.textStart)
        && draft.raw.endsWith(" kernel messages")) {
      String text = draft.raw.substring(draft.textStart + "Missed ".length());
      String count = text.substring(0, text.indexOf(' '));
      hosts
          .of(draft.host, true)
          .lost(
              count.length() < 10 && Ascii.isNumber(count)
                  ? Long.parseLong(count)
                  : LogRecord.UNKNOWN);
    }
  }

  /** {@code SUBSYSTEM=pci}: a property of the record above it. */
  private static boolean isDictionary(String line) {
    int equals = line.indexOf('=');
    int space = line.indexOf(' ', 1);
    return line.startsWith(" ") && equals > 1 && (space < 0 || space > equals);
  }

  private void closeRecord() {
    LogRecord record = openRecord;
    if (record != null) {
      openRecord = null;
      hosts.of(record.host(), true).add(record, openOffset, openTotal);
    }
  }

  private void entry(JournalEntry entry) {
    seen.add(Carrier.JOURNAL_EXPORT);
    message(entry);
  }

  private void message(JournalEntry entry) {
    if (!entry.isKernel()) {
      losses.otherPrograms++;
      return;
    }
    LineDraft draft = entryDraft;
    draft.begin("");
    entry.describe(draft);
    HostLines host = hosts.of(draft.host, true);
    if (entry.isLost()) {
      losses.unreadable++;
      host.lost(1);
      return;
    }
    String message = entry.message();
    int start = 0;
    while (start == 0 || start < message.length()) {
      int feed = message.indexOf('\n', start);
      int end = feed < 0 ? message.length() : feed;
      draft.show(LineText.clean(message.substring(start, end)));
      host.add(draft.finish(lineNumber, losses), -1, 0);
      start = end + 1;
    }
  }
}
