package dev.kedge.linux.elf;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The functions of a file, by file offset. Twelve bytes each outside the heap; names are read from
 * the file, which stays mapped until the table is closed. Thread-safe: a lookup that races {@link
 * #close} ends first, a later one finds nothing.
 */
public final class SymbolTable implements AutoCloseable {
  /** Memory of one function. */
  static final int BYTES_PER_SYMBOL = 12;

  private static final long OVERHEAD = 512;

  /** A file without symbols; closing it changes nothing. */
  public static final SymbolTable EMPTY = new SymbolTable();

  /** How many earlier symbols are looked at for one that encloses the offset. */
  private static final int MAX_NESTING = 8;

  private final Optional<Content> content;
  private final long leftOut;
  private final Optional<SymbolTable> fallback;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** What is freed together. */
  private record Content(
      SymbolColumns columns, SymbolNames names, SymbolNames stubNames, Shares shares) {
    private static Content of(SymbolColumns columns, SymbolNames names, SymbolNames stubNames) {
      return new Content(
          columns,
          names,
          stubNames,
          new Shares(() -> {
            columns.close();
            names.close();
            stubNames.close();
          }));
    }
  }

  private SymbolTable() {
    content = Optional.empty();
    leftOut = 0;
    fallback = Optional.empty();
  }

  /**
   * Takes over all it is given.
   *
   * @param columns places of the functions
   * @param names where their names are
   * @param stubNames where the names of stubs are
   * @param leftOut functions that are not in the table because there were too many
   */
  SymbolTable(SymbolColumns columns, SymbolNames names, SymbolNames stubNames, long leftOut) {
    this.content = Optional.of(Content.of(columns, names, stubNames));
    this.leftOut = leftOut;
    this.fallback = Optional.empty();
  }

  private SymbolTable(SymbolTable first, SymbolTable second) {
    this.content = first.content;
    this.leftOut = first.leftOut + second.leftOut;
    this.fallback = Optional.of(second);
  }

  /**
   * A table that looks into another where this one has no function. Takes over both: neither may be
   * used or closed by itself any more.
   */
  public SymbolTable or(SymbolTable other) {
    return new SymbolTable(this, other);
  }

  /**
   * The innermost function whose code holds a file offset; empty also when its name cannot be read
   * any more. For a return address ask with the address minus one, or a call at a function's very
   * end is taken for the next function.
   */
  public Optional<Symbol> lookup(long fileOffset) {
    Optional<Symbol> found = Optional.empty();
    if (content.isPresent() && fileOffset >= 0 && content.get().shares().take()) {
      try {
        found = lookup(content.get(), fileOffset);
      } finally {
        content.get().shares().giveBack();
      }
    }
    return found.or(() -> fallback.flatMap(other -> other.lookup(fileOffset)));
  }

  private static Optional<Symbol> lookup(Content content, long fileOffset) {
    SymbolColumns columns = content.columns();
    int at = columns.lastAtOrBefore(fileOffset);
    for (int i = at; i >= 0 && i > at - MAX_NESTING; i--) {
      long start = columns.start(i);
      int length = columns.length(i);
      if (fileOffset - start < length) {
        boolean stub = columns.stub(i);
        return (stub ? content.stubNames() : content.names())
            .read(columns.name(i))
            .map(name -> new Symbol(stub ? name + "@plt" : name, start, length));
      }
    }
    return Optional.empty();
  }

  /** How many functions there are. */
  public int size() {
    return content.map(known -> known.columns().size()).orElse(0)
        + fallback.map(SymbolTable::size).orElse(0);
  }

  /** Functions the file has and the table has not, because there were too many. */
  public long leftOut() {
    return leftOut;
  }

  /** Memory of the table, outside the heap too; not the pages of the mapped file. */
  public long bytes() {
    return content
            .map(known ->
                (long) BYTES_PER_SYMBOL * known.columns().size()
                    + known.names().ownBytes()
                    + OVERHEAD)
            .orElse(0L)
        + fallback.map(SymbolTable::bytes).orElse(0L);
  }

  /** Whether it was closed: lookups find nothing. */
  public boolean closed() {
    return closed.get();
  }

  /** Frees the memory and lets go of the file, after lookups that are under way. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      content.ifPresent(known -> known.shares().giveBack());
      fallback.ifPresent(SymbolTable::close);
    }
  }
}
