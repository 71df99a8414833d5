/**
 * Protobuf messages of other tools, read and written field by field over protobuf-java's coded
 * streams, so that no generated class is shipped. What is read is hostile: lengths are checked
 * before use, and every error names its byte.
 */
@NullMarked
package dev.kedge.profile.protobuf;

import org.jspecify.annotations.NullMarked;
