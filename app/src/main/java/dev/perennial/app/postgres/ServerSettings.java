package dev.perennial.app.postgres;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the embedded server is told at every start, for a machine of about two cores and some GB of memory. */
final class ServerSettings {

    private ServerSettings() {}

    static Map<String, String> of(Path logs) {
        var settings = new LinkedHashMap<String, String>();
        durability(settings);
        memoryAndConnections(settings);
        checkpoints(settings);
        settings.put("listen_addresses", "127.0.0.1");
        // A socket's path may be too long for the system, and nobody needs it.
        settings.put("unix_socket_directories", "");
        // An open transaction holds back the journal's readers everywhere: end those that were forgotten.
        settings.put("idle_in_transaction_session_timeout", "60s");
        // Our queries are short; compiling them costs more than it gains.
        settings.put("jit", "off");
        // Data lies on solid state disks nowadays; the default (4) describes a turning one.
        settings.put("random_page_cost", "1.1");
        logging(settings, logs);
        return settings;
    }

    /** The library turns fsync off for tests; here an acknowledged write stays. */
    private static void durability(Map<String, String> settings) {
        settings.put("fsync", "on");
        settings.put("full_page_writes", "on");
        settings.put("synchronous_commit", "on");
    }

    private static void memoryAndConnections(Map<String, String> settings) {
        // Three nodes with pools of about 25 each, and room for people with psql.
        settings.put("max_connections", "100");
        settings.put("shared_buffers", "256MB");
        settings.put("work_mem", "8MB");
        settings.put("maintenance_work_mem", "64MB");
        // A background worker per query would take the core that commands need.
        settings.put("max_parallel_workers_per_gather", "0");
    }

    /** Fewer checkpoints write fewer full pages; the price is a recovery of some seconds after a crash. */
    private static void checkpoints(Map<String, String> settings) {
        settings.put("max_wal_size", "2GB");
        settings.put("min_wal_size", "256MB");
        settings.put("checkpoint_timeout", "15min");
        settings.put("wal_buffers", "16MB");
    }

    /** One file per day of the week, each overwritten a week later: bounded without anybody's help. */
    private static void logging(Map<String, String> settings, Path logs) {
        settings.put("logging_collector", "on");
        settings.put("log_directory", "'" + logs.toString().replace("'", "''") + "'");
        settings.put("log_filename", "postgresql-%a.log");
        settings.put("log_truncate_on_rotation", "on");
        settings.put("log_rotation_age", "1d");
        settings.put("log_min_duration_statement", "1s");
        // What a slow statement looks for may be somebody's email, and no erasure reaches a log.
        settings.put("log_parameter_max_length", "0");
        settings.put("log_checkpoints", "off");
    }
}
