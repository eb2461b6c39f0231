package dev.perennial.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.bench.load.LoadGenerator;
import dev.perennial.bench.load.LoadResult;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

    @Test
    void theMedianOfAnEvenNumberLiesBetweenTheMiddleTwo() {
        assertThat(Report.median(List.of(9.0, 1.0, 5.0))).isEqualTo(5);
        assertThat(Report.median(List.of(9.0, 1.0, 5.0, 4.0))).isEqualTo(4.5);
    }

    @Test
    void targetsAreJudgedByTheRunsOwnRatios() {
        var targets = Targets.of(Reports.good());

        assertThat(targets).hasSize(8).allMatch(Target::reached);
        assertThat(targets.getFirst().measured()).isEqualTo(0.41);
        assertThat(new Target("", 0.39, "", 0.4, true).reached()).isFalse();
        assertThat(new Target("", 8, "s", 8, false).reached()).isFalse();
    }

    @Test
    void theTableHoldsEveryFigureInColumns() {
        var lines = Table.of(Reports.good()).lines().toList();

        assertThat(lines)
                .anyMatch(line -> line.matches("durable commands over 1,000 entities +4,100/s +7.000 +28.0 .*"));
        assertThat(lines).anyMatch(line -> line.matches("start to first durable answer +7.500 s +< 8.000 +reached"));
        assertThat(lines).anyMatch(line -> line.startsWith("audit") && line.contains("passed: 100 acknowledged"));
        assertThat(lines).contains("   60.0 %  a.B.c").noneMatch(line -> line.endsWith(" "));
    }

    @Test
    void theAuditFailsOnALostADoubledOrAnUnseenCommand() {
        assertThat(new Audit(100, 0, 100, 100, 100).passed()).isTrue();
        assertThat(new Audit(100, 5, 103, 103, 103).passed()).isTrue();
        assertThat(new Audit(100, 0, 99, 99, 99).passed()).isFalse();
        assertThat(new Audit(100, 5, 106, 106, 106).passed()).isFalse();
        assertThat(new Audit(100, 5, 103, 102, 103).passed()).isFalse();
        assertThat(new Audit(100, 0, 100, 100, 99).passed()).isFalse();
    }

    @Test
    void theFileHoldsWhatTheTableShowsAndReadsBack(@TempDir Path folder) throws Exception {
        var file = folder.resolve("new/bench.json");
        Bench.write(new Bench.Written(Reports.good(), Targets.of(Reports.good())), file);

        var json = LoadGenerator.json().readTree(file.toFile());
        assertThat(json.at("/report/rounds/0/spread/rate").asDouble()).isEqualTo(4_100);
        assertThat(json.at("/report/audit/passed").asBoolean()).isTrue();
        assertThat(json.at("/targets/0/reached").asBoolean()).isTrue();
        assertThat(LoadGenerator.json().treeToValue(json.at("/report/lists"), LoadResult.class))
                .isEqualTo(Reports.load(5_000));
    }
}
