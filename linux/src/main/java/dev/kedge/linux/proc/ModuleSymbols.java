package dev.kedge.linux.proc;

import dev.kedge.linux.elf.SymbolTable;
import dev.kedge.model.BuildId;
import java.util.Optional;

/**
 * What is known of a mapped file.
 *
 * @param buildId its build-id, when it has one
 * @param symbols its functions; empty when it has none or could not be read; closed, and then empty
 *     too, when {@link UserSymbols} drops it
 * @param problem why it could not be read, empty text when it was
 */
public record ModuleSymbols(Optional<BuildId> buildId, SymbolTable symbols, String problem) {
  /** Memory it takes, in the heap and outside. */
  long bytes() {
    return symbols.bytes() + 128;
  }
}
