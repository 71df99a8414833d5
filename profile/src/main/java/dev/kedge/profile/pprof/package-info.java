/**
 * Reads and writes pprof files; the way in is {@link dev.kedge.profile.pprof.PprofCodec}. Encoding
 * is by hand over protobuf's field numbers, so that no generated class is shipped. Files are
 * hostile input: size, counts and indexes are checked before use.
 */
@NullMarked
package dev.kedge.profile.pprof;

import org.jspecify.annotations.NullMarked;
