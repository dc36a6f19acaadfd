/// Data types: identity, text and binary form, order, hashing, storage form.
@NullMarked
package io.heliosdb.server.sql.type;

import org.jspecify.annotations.NullMarked;
