/**
 * Java processes without flags or agents: which code HotSpot's code cache holds, how large its
 * frames are, and how methods are called, by the structures HotSpot exports for its own debugger
 * ({@code gHotSpotVMStructs}, src/hotspot/share/runtime/vmStructs.hpp).
 */
@NullMarked
package dev.kedge.linux.hotspot;

import org.jspecify.annotations.NullMarked;
