package dev.perennial.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CpuTest {

    private static final long SELF = ProcessHandle.current().pid();

    @Test
    void agreesWithTheJvmsOwnCount() {
        var jvm = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

        assertThat(Cpu.ofProcess(SELF))
                .isCloseTo(Duration.ofNanos(jvm.getProcessCpuTime()).toMillis(), within(100.0));
    }

    @Test
    void aFamilysTimeHoldsThatOfLivingChildrenAndKeepsThatOfEndedOnes() throws Exception {
        double before = Cpu.ofFamily(SELF);
        var child =
                new ProcessBuilder("sh", "-c", "i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done; read line").start();
        try {
            double alone = before + 50;
            while (Cpu.ofFamily(SELF) < alone && child.isAlive()) {
                Thread.onSpinWait();
            }
        } finally {
            child.getOutputStream().close();
            child.waitFor();
        }
        assertThat(Cpu.ofFamily(SELF) - before).isGreaterThan(50);
        assertThat(Cpu.now(new Watch(0, 0)).server()).isZero();
    }

    @Test
    void aProcessThatIsNotThereHasUsedNothing() {
        assertThat(Cpu.ofProcess(Integer.MAX_VALUE)).isZero();
    }
}
