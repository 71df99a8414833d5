/**
 * What a verification saw, as values: kernels, boots, cases and their metrics. The formats (KTAP,
 * JUnit, KCIDB, the certificate, the page) are made from these values, and the server reads no
 * other package of this module.
 */
@NullMarked
package dev.kedge.verify.result;

import org.jspecify.annotations.NullMarked;
