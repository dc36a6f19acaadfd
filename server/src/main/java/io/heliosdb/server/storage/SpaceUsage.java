package io.heliosdb.server.storage;

/// What a base takes on disk.
///
/// @param bytes of its file
/// @param freeBytes of them in pages that hold nothing, for what comes; half-filled pages count as filled
public record SpaceUsage(long bytes, long freeBytes) {}
