package dev.kedge.report.symbol;

/** Reads entries of {@code .debug_info} (DWARF 2 to 5, chapter 7.5). Not thread-safe. */
final class EntryReader {
  private static final int DW_AT_SIBLING = 0x01;
  private static final int DW_AT_NAME = 0x03;
  private static final int DW_AT_STMT_LIST = 0x10;
  private static final int DW_AT_LOW_PC = 0x11;
  private static final int DW_AT_HIGH_PC = 0x12;
  private static final int DW_AT_COMP_DIR = 0x1b;
  private static final int DW_AT_ABSTRACT_ORIGIN = 0x31;
  private static final int DW_AT_SPECIFICATION = 0x47;
  private static final int DW_AT_RANGES = 0x55;
  private static final int DW_AT_CALL_FILE = 0x58;
  private static final int DW_AT_CALL_LINE = 0x59;
  private static final int DW_AT_LINKAGE_NAME = 0x6e;
  private static final int DW_AT_STR_OFFSETS_BASE = 0x72;
  private static final int DW_AT_ADDR_BASE = 0x73;
  private static final int DW_AT_RNGLISTS_BASE = 0x74;
  private static final int DW_AT_DWO_NAME = 0x76;
  private static final int DW_AT_MIPS_LINKAGE_NAME = 0x2007;
  private static final int DW_AT_GNU_DWO_NAME = 0x2130;

  private static final int DW_FORM_ADDR = 0x01;
  private static final int DW_FORM_STRING = 0x08;
  private static final int DW_FORM_STRP = 0x0e;
  private static final int DW_FORM_REF_ADDR = 0x10;
  private static final int DW_FORM_INDIRECT = 0x16;
  private static final int DW_FORM_STRX = 0x1a;
  private static final int DW_FORM_ADDRX = 0x1b;
  private static final int DW_FORM_REF_SUP4 = 0x1c;
  private static final int DW_FORM_LINE_STRP = 0x1f;
  private static final int DW_FORM_IMPLICIT_CONST = 0x21;
  private static final int DW_FORM_RNGLISTX = 0x23;
  private static final int DW_FORM_REF_SUP8 = 0x24;
  private static final int DW_FORM_STRX1 = 0x25;
  private static final int DW_FORM_STRX4 = 0x28;
  private static final int DW_FORM_ADDRX1 = 0x29;
  private static final int DW_FORM_ADDRX4 = 0x2c;
  private static final int DW_FORM_GNU_REF_ALT = 0x1f20;

  private final Cursor in;
  private final long sectionEnd;
  private final Work work;

  EntryReader(ObjectFile file, Work work) {
    this.in = file.section(".debug_info");
    this.sectionEnd = in.end();
    this.work = work;
  }

  /** The entry at an offset; one that only ends its siblings has {@link Entry#end} set. */
  Entry read(Unit unit, long offset) {
    Entry entry = new Entry();
    read(unit, offset, entry, true);
    return entry;
  }

  /** As {@link #read(Unit, long)}, without the attributes of what is neither function nor call. */
  void scan(Unit unit, long offset, Entry into) {
    read(unit, offset, into, false);
  }

  private void read(Unit unit, long offset, Entry entry, boolean whole) {
    if (offset < unit.start() || offset >= unit.end()) {
      throw in.bad("entry outside its unit", offset);
    }
    in.limit(sectionEnd).seek(offset).limit(unit.end());
    in.wide(unit.wide());
    entry.clear();
    long code = in.uleb();
    if (code == 0) {
      entry.end = true;
    } else {
      Shape shape = unit.abbreviations().shape(code, in);
      entry.tag = shape.tag();
      entry.children = shape.children();
      boolean wanted =
          whole || entry.tag == Entry.SUBPROGRAM || entry.tag == Entry.INLINED_SUBROUTINE;
      int length = wanted ? -1 : shape.fixedLength(unit);
      if (length >= 0) {
        in.skip(length);
      } else {
        attributes(unit, entry, shape, wanted);
      }
    }
    entry.next = in.at();
    work.spend(entry.next - offset);
  }

  private void attributes(Unit unit, Entry entry, Shape shape, boolean wanted) {
    for (int i = 0; i < shape.attributes(); i++) {
      int form = shape.form(i);
      for (int k = 0; form == DW_FORM_INDIRECT && k < 4; k++) {
        form = (int) in.uleb();
      }
      long at = in.at();
      long value = value(unit, form, shape.value(i));
      if (wanted) {
        take(entry, shape.name(i), form, form == DW_FORM_STRING ? at : value);
      }
    }
  }

  private static void take(Entry entry, int attribute, int form, long value) {
    switch (attribute) {
      case DW_AT_NAME -> {
        entry.nameForm = form;
        entry.name = value;
      }
      case DW_AT_LINKAGE_NAME, DW_AT_MIPS_LINKAGE_NAME -> {
        entry.linkageNameForm = form;
        entry.linkageName = value;
      }
      case DW_AT_COMP_DIR -> {
        entry.directoryForm = form;
        entry.directory = value;
      }
      case DW_AT_SIBLING -> entry.sibling = value;
      case DW_AT_LOW_PC -> {
        entry.low = value;
        entry.lowIndexed = isAddressIndex(form);
      }
      case DW_AT_HIGH_PC -> {
        entry.high = value;
        entry.highIndexed = isAddressIndex(form);
        entry.highIsLength = form != DW_FORM_ADDR && !entry.highIndexed;
      }
      case DW_AT_RANGES -> {
        entry.ranges = value;
        entry.rangesIndexed = form == DW_FORM_RNGLISTX;
      }
      case DW_AT_ABSTRACT_ORIGIN, DW_AT_SPECIFICATION -> {
        entry.origin = value;
        entry.originShared =
            form == DW_FORM_GNU_REF_ALT || form == DW_FORM_REF_SUP4 || form == DW_FORM_REF_SUP8;
      }
      case DW_AT_CALL_FILE -> entry.callFile = value;
      case DW_AT_CALL_LINE -> entry.callLine = value;
      case DW_AT_STMT_LIST -> entry.lineTable = value;
      case DW_AT_STR_OFFSETS_BASE -> entry.stringOffsets = value;
      case DW_AT_ADDR_BASE -> entry.addresses = value;
      case DW_AT_RNGLISTS_BASE -> entry.rangeLists = value;
      case DW_AT_DWO_NAME, DW_AT_GNU_DWO_NAME -> entry.split = true;
      default -> {
        // Read to get past it.
      }
    }
  }

  private static boolean isAddressIndex(int form) {
    return form == DW_FORM_ADDRX || (form >= DW_FORM_ADDRX1 && form <= DW_FORM_ADDRX4);
  }

  /** Whether texts of a form are numbers of the table of strings. */
  static boolean isTextIndex(int form) {
    return form == DW_FORM_STRX || (form >= DW_FORM_STRX1 && form <= DW_FORM_STRX4);
  }

  /** The number of a form; references are offsets of the section; 0 for blocks, passed over. */
  private long value(Unit unit, int form, long implicit) {
    return switch (form) {
      case DW_FORM_ADDR -> in.sized(unit.addressSize());
      case 0x0b, 0x0c, DW_FORM_STRX1, DW_FORM_ADDRX1 -> in.u8();
      case 0x05, 0x26, 0x2a -> in.u16();
      case 0x27, 0x2b -> in.u24();
      case 0x06, DW_FORM_STRX4, DW_FORM_ADDRX4, DW_FORM_REF_SUP4 -> in.u32();
      case 0x07, 0x20, DW_FORM_REF_SUP8 -> in.u64();
      case 0x0d -> in.sleb();
      case 0x0f, DW_FORM_STRX, DW_FORM_ADDRX, 0x22, DW_FORM_RNGLISTX -> in.uleb();
      case DW_FORM_STRP, DW_FORM_LINE_STRP, 0x17, 0x1d, DW_FORM_GNU_REF_ALT, 0x1f21 -> in.offset();
      case DW_FORM_REF_ADDR -> unit.version() <= 2 ? in.sized(unit.addressSize()) : in.offset();
      case 0x11 -> unit.start() + in.u8();
      case 0x12 -> unit.start() + in.u16();
      case 0x13 -> unit.start() + in.u32();
      case 0x14 -> unit.start() + in.u64();
      case 0x15 -> unit.start() + in.uleb();
      case 0x19 -> 1;
      case DW_FORM_IMPLICIT_CONST -> implicit;
      default -> skipped(form);
    };
  }

  private long skipped(int form) {
    switch (form) {
      case DW_FORM_STRING -> in.skipText();
      case 0x0a -> in.skip(in.u8());
      case 0x03 -> in.skip(in.u16());
      case 0x04 -> in.skip(in.u32());
      case 0x09, 0x18 -> in.skip(in.uleb());
      case 0x1e -> in.skip(16);
      default -> throw in.bad("form 0x%x is not understood".formatted(form), in.at());
    }
    return 0;
  }
}
