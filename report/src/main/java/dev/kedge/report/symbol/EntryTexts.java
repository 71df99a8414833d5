package dev.kedge.report.symbol;

import java.util.Optional;

/** The texts entries point to. Not thread-safe. */
final class EntryTexts {
  private static final int DW_FORM_STRING = 0x08;
  private static final int DW_FORM_STRP = 0x0e;
  private static final int DW_FORM_STRP_SUP = 0x1d;
  private static final int DW_FORM_LINE_STRP = 0x1f;
  private static final int DW_FORM_GNU_STRP_ALT = 0x1f21;

  private final ObjectFile file;
  private final Optional<ObjectFile> shared;
  private final Work work;

  EntryTexts(ObjectFile file, Optional<ObjectFile> shared, Work work) {
    this.file = file;
    this.shared = shared;
    this.work = work;
  }

  /**
   * A text; empty for one of a file that is not here.
   *
   * @param root the unit's first entry, which tells where its strings begin
   * @param form of the attribute, 0 when there is none
   */
  String text(Unit unit, Entry root, int form, long value) {
    return switch (form) {
      case 0 -> "";
      case DW_FORM_STRING -> textAt(file, ".debug_info", value);
      case DW_FORM_STRP -> textAt(file, ".debug_str", value);
      case DW_FORM_LINE_STRP -> textAt(file, ".debug_line_str", value);
      case DW_FORM_STRP_SUP, DW_FORM_GNU_STRP_ALT ->
          shared.map(other -> textAt(other, ".debug_str", value)).orElse("");
      default -> EntryReader.isTextIndex(form) ? indexed(unit, root, value) : "";
    };
  }

  private String indexed(Unit unit, Entry root, long index) {
    Cursor offsets = file.section(".debug_str_offsets");
    long base = root.stringOffsets == Entry.ABSENT ? (unit.wide() ? 16 : 8) : root.stringOffsets;
    long at = base + index * (unit.wide() ? 8 : 4);
    if (index < 0 || at < 0 || at >= offsets.end()) {
      return "";
    }
    offsets.seek(at).wide(unit.wide());
    return textAt(file, ".debug_str", offsets.offset());
  }

  private String textAt(ObjectFile in, String section, long offset) {
    Cursor strings = in.section(section);
    if (offset < 0 || offset >= strings.end()) {
      return "";
    }
    String text = strings.seek(offset).text();
    work.spend(strings.at() - offset);
    return text;
  }
}
