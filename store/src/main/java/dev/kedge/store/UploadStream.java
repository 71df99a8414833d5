package dev.kedge.store;

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
record UploadStream(HostId host, BootId boot, String name) {
  static UploadStream of(Entry entry) {
    return switch (entry) {
      case Entry.Window(var window) ->
          new UploadStream(window.host(), window.boot(), "windows/" + window.kind().wireName());
      case Entry.Vitals(var signs) -> new UploadStream(signs.host(), signs.boot(), "vitals");
    };
  }

  static long sequence(Entry entry) {
    return switch (entry) {
      case Entry.Window(var window) -> window.sequence();
      case Entry.Vitals(var signs) -> signs.sequence();
    };
  }
}
