package io.heliosdb.launcher;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/// Removes a cluster's data.
final class DataFolder {

    private DataFolder() {}

    /// Removes the folders of all members, and the cluster's secret. Nothing else in the data folder is
    /// touched.
    static void remove(Layout layout) {
        try {
            for (Member member : Member.cluster(0)) {
                removeTree(layout.directory(member));
            }
            Files.deleteIfExists(layout.secretFile());
        } catch (IOException e) {
            throw new LauncherException("cannot remove the data in " + layout.data() + ": " + e.getMessage(), e);
        }
    }

    /// Removes a folder with everything in it; harmless when it is not there.
    static void removeFolder(Path folder) {
        try {
            removeTree(folder);
        } catch (IOException e) {
            throw new LauncherException("cannot remove " + folder + ": " + e.getMessage(), e);
        }
    }

    private static void removeTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
