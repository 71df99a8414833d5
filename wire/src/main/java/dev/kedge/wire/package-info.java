/**
 * The contract between agent and server: protobuf messages and the codecs between them and the
 * domain records.
 */
@NullMarked
package dev.kedge.wire;

import org.jspecify.annotations.NullMarked;
