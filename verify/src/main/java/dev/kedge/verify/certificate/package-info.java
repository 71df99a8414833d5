/**
 * Signs release certificates and checks them: Ed25519 by the JDK, keys in PEM files as OpenSSL
 * writes them.
 */
@NullMarked
package dev.kedge.verify.certificate;

import org.jspecify.annotations.NullMarked;
