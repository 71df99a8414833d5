/** Results in the field's formats: KTAP 1, JUnit XML and KCIDB 5.3. */
@NullMarked
package dev.kedge.verify.export;

import org.jspecify.annotations.NullMarked;
