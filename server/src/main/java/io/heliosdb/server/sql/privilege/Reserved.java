package io.heliosdb.server.sql.privilege;

import java.util.Set;

/// What of the system is not open to everybody (PostgreSQL 15's `system_views.sql` revokes it).
final class Reserved {

    private static final Set<String> RELATIONS = Set.of(
            "pg_authid",
            "pg_backend_memory_contexts",
            "pg_config",
            "pg_file_settings",
            "pg_hba_file_rules",
            "pg_ident_file_mappings",
            "pg_largeobject",
            "pg_shadow",
            "pg_shmem_allocations",
            "pg_statistic",
            "pg_statistic_ext_data",
            "pg_subscription",
            "pg_user_mapping");

    private static final Set<String> VIEWS = Set.of(
            "pg_backend_memory_contexts",
            "pg_config",
            "pg_file_settings",
            "pg_hba_file_rules",
            "pg_ident_file_mappings",
            "pg_shadow",
            "pg_shmem_allocations");

    private static final Set<String> FUNCTIONS = Set.of(
            "pg_backup_start",
            "pg_backup_stop",
            "pg_create_restore_point",
            "pg_hba_file_rules",
            "pg_log_backend_memory_contexts",
            "pg_ls_archive_statusdir",
            "pg_ls_dir",
            "pg_ls_logdir",
            "pg_ls_tmpdir",
            "pg_ls_waldir",
            "pg_promote",
            "pg_read_binary_file",
            "pg_read_file",
            "pg_reload_conf",
            "pg_rotate_logfile",
            "pg_show_all_file_settings",
            "pg_stat_file",
            "pg_stat_reset",
            "pg_stat_reset_replication_slot",
            "pg_stat_reset_shared",
            "pg_stat_reset_single_function_counters",
            "pg_stat_reset_single_table_counters",
            "pg_stat_reset_slru",
            "pg_stat_reset_subscription_stats",
            "pg_switch_wal",
            "pg_wal_replay_pause",
            "pg_wal_replay_resume");

    private Reserved() {}

    /// System relations that only superusers read.
    static Set<String> relations() {
        return RELATIONS;
    }

    /// Whether an error about a system relation calls it a view.
    static boolean isView(String relation) {
        return VIEWS.contains(relation) || relation.startsWith("pg_stat_");
    }

    /// Built-in functions that only superusers call.
    static Set<String> functions() {
        return FUNCTIONS;
    }
}
