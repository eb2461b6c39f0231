package dev.perennial.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OptionsTest {

    @Test
    void hasDefaultsAndTakesEachOption() {
        assertThat(Options.parse())
                .isEqualTo(
                        new Options(3, 6, 0, false, Options.Subject.ENGINE, Path.of("bench", "target", "bench.json")));
        assertThat(Options.parse("--rounds", "1", "--profile", "--seconds", "2.5", "--rate", "900", "--out", "x.json"))
                .isEqualTo(new Options(1, 2.5, 900, true, Options.Subject.ENGINE, Path.of("x.json")));
        assertThat(Options.parse("--telemetry").subject()).isEqualTo(Options.Subject.TELEMETRY);
        assertThat(Options.parse("--billing").subject()).isEqualTo(Options.Subject.BILLING);
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThatThrownBy(() -> Options.parse("--round", "1")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Options.parse("--rounds")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Options.parse("--rounds", "many")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Options.parse("--rounds", "0")).isInstanceOf(IllegalArgumentException.class);
    }
}
