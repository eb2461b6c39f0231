package dev.perennial.app.management;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import javax.management.JMException;
import javax.management.ObjectName;

/** What the Java machine tells of itself, as its tool jcmd would print it. Never its command line: that may hold secrets. */
final class Machine {

    private static final int HISTOGRAM_LINES = 100;

    private Machine() {}

    static String version() {
        var runtime = ManagementFactory.getRuntimeMXBean();
        var system = ManagementFactory.getOperatingSystemMXBean();
        return """
                %s
                up %d s
                %s %s, %d processors
                """.formatted(
                        command("vmVersion"),
                        runtime.getUptime() / 1000,
                        system.getName(),
                        system.getArch(),
                        system.getAvailableProcessors());
    }

    static String flags() {
        return command("vmFlags");
    }

    static String threads() {
        return command("threadPrint");
    }

    /** Of all objects, also those that nobody refers to any more: to leave them out would need a full collection. */
    static String heap() {
        var lines = new ArrayList<String>();
        lines.add(command("gcHeapInfo"));
        for (var collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            lines.add("%s: %d times, %d ms"
                    .formatted(collector.getName(), collector.getCollectionCount(), collector.getCollectionTime()));
        }
        command("gcClassHistogram", "-all").lines().limit(HISTOGRAM_LINES).forEach(lines::add);
        return String.join("\n", lines);
    }

    private static String command(String name, String... arguments) {
        try {
            return (String) ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            name,
                            new Object[] {arguments},
                            new String[] {String[].class.getName()});
        } catch (JMException e) {
            return name + " is not to be had on this machine: " + e;
        }
    }
}
