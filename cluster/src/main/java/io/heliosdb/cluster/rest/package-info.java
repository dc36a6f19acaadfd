/// The JSON that node and observer exchange and show, as records, and the one mapper that reads and writes it.
///
/// Names are camelCase, instants ISO-8601, LSNs byte positions, identities and modes their text. A field that is
/// not known is `null`, never a made-up value. A reader ignores fields that it does not know. Immutable throughout.
@NullMarked
package io.heliosdb.cluster.rest;

import org.jspecify.annotations.NullMarked;
