/** YAML and JSON documents as trees that know the line and column of every value. */
@NullMarked
package dev.kedge.bandwidth.scenario.document;

import org.jspecify.annotations.NullMarked;
