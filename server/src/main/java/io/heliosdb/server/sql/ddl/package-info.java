/// Commands that define, change and remove objects. Entry point: `Commands`. A command runs in its session's thread.
@NullMarked
package io.heliosdb.server.sql.ddl;

import org.jspecify.annotations.NullMarked;
