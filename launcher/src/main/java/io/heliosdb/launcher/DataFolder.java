package io.heliosdb.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Removes a cluster's data.
final class DataFolder {

    private DataFolder() {}

    /// Removes the folders of all members, and the cluster's secret. Nothing else in the data folder is
    /// touched.
    static void remove(Layout layout) {
        try {
            for (Member member : Member.cluster(0)) {
                FolderTree.remove(layout.directory(member));
            }
            Files.deleteIfExists(layout.secretFile());
        } catch (IOException e) {
            throw new LauncherException("cannot remove the data in " + layout.data() + ": " + e.getMessage(), e);
        }
    }

    /// Removes a folder with everything in it; harmless when it is not there.
    static void removeFolder(Path folder) {
        try {
            FolderTree.remove(folder);
        } catch (IOException e) {
            throw new LauncherException("cannot remove " + folder + ": " + e.getMessage(), e);
        }
    }
}
