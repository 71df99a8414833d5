package dev.kedge.store.intake;

import dev.kedge.model.BootId;
import dev.kedge.model.HostId;
import dev.kedge.store.journal.Entry;

/**
 * A numbered sequence of uploads.
 *
 * @param host where from
 * @param boot during which boot
 * @param name what is numbered
 */
public record UploadStream(HostId host, BootId boot, String name) {
  /** The stream an entry belongs to. */
  public static UploadStream of(Entry entry) {
    return switch (entry) {
      case Entry.Window(var window) ->
          new UploadStream(window.host(), window.boot(), "windows/" + window.kind().wireName());
      case Entry.Vitals(var signs) -> new UploadStream(signs.host(), signs.boot(), "vitals");
    };
  }

  /** The number of an entry in its stream. */
  public static long sequence(Entry entry) {
    return switch (entry) {
      case Entry.Window(var window) -> window.sequence();
      case Entry.Vitals(var signs) -> signs.sequence();
    };
  }
}
