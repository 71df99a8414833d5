/**
 * Samples that another profiler took, with their times where its file tells them, and the profile
 * windows a server takes them as. The codecs of the packages beside this one make recordings.
 */
@NullMarked
package dev.kedge.profile.recording;

import org.jspecify.annotations.NullMarked;
