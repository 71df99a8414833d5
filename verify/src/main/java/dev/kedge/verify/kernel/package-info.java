/**
 * Kernels in: distribution packages, folders, bare images and build trees, read with bounds and
 * kept in a cache; and the download of packages by the system's own package tool.
 */
@NullMarked
package dev.kedge.verify.kernel;

import org.jspecify.annotations.NullMarked;
