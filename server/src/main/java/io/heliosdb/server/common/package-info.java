/// What every package of the server may use: errors with an SQLSTATE and small shared values.
@NullMarked
package io.heliosdb.server.common;

import org.jspecify.annotations.NullMarked;
