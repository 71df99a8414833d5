/**
 * Issues: filing a kernel report under the issue its fingerprint fits, and the lists, details and
 * reports that are asked for. All of it is in the metadata database. How titles and types come
 * about is the report module's business.
 */
@NullMarked
package dev.kedge.store.issues;

import org.jspecify.annotations.NullMarked;
