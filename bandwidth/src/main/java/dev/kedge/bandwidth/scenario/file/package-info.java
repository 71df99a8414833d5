/** Scenarios as YAML files that people write by hand, and back. */
@NullMarked
package dev.kedge.bandwidth.scenario.file;

import org.jspecify.annotations.NullMarked;
