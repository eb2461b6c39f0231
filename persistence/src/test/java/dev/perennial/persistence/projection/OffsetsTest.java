package dev.perennial.persistence.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.persistence.journal.Position;
import dev.perennial.persistence.journal.SliceRange;
import dev.perennial.persistence.projection.Offsets.Row;
import java.util.List;
import org.junit.jupiter.api.Test;

class OffsetsTest {

    private static final Position EARLY = new Position(10, 1);
    private static final Position LATE = new Position(20, 1);
    private static final Position LATER = new Position(20, 2);

    @Test
    void anAdvanceCutsARowThatReachesBeyondTheRange() {
        assertThat(Offsets.layout(List.of(row(0, 1023, EARLY)), new SliceRange(256, 511), LATE))
                .containsExactly(row(0, 255, EARLY), row(256, 511, LATE), row(512, 1023, EARLY));
    }

    @Test
    void anAdvanceMovesOnlyWhatIsBehindAndJoinsEqualNeighbours() {
        var rows = List.of(row(0, 99, EARLY), row(100, 199, LATE), row(200, 299, LATER), row(300, 399, EARLY));
        assertThat(Offsets.layout(rows, new SliceRange(0, 399), LATE))
                .containsExactly(row(0, 199, LATE), row(200, 299, LATER), row(300, 399, LATE));
    }

    @Test
    void whatIsSaidOfARangeDoesNotDependOnHowItIsCut() {
        var range = new SliceRange(100, 199);
        assertThat(Offsets.within(List.of(row(0, 149, EARLY), row(150, 1023, EARLY)), range))
                .isEqualTo(Offsets.within(List.of(row(50, 500, EARLY)), range))
                .containsExactly(row(100, 199, EARLY));
    }

    @Test
    void aMissingSliceIsNoticedWhereverItIs() {
        var range = new SliceRange(10, 30);
        assertThat(Offsets.covers(List.of(row(0, 20, EARLY), row(21, 40, LATE)), range))
                .isTrue();
        assertThat(Offsets.covers(List.of(), range)).isFalse();
        assertThat(Offsets.covers(List.of(row(11, 30, EARLY)), range)).isFalse();
        assertThat(Offsets.covers(List.of(row(0, 29, EARLY)), range)).isFalse();
        assertThat(Offsets.covers(List.of(row(0, 15, EARLY), row(17, 30, EARLY)), range))
                .isFalse();
    }

    @Test
    void anEventIsIncludedUpToItsSlicesPosition() {
        var rows = List.of(row(0, 9, EARLY), row(10, 19, LATE));
        assertThat(Offsets.includes(rows, 5, EARLY)).isTrue();
        assertThat(Offsets.includes(rows, 5, LATE)).isFalse();
        assertThat(Offsets.includes(rows, 15, LATE)).isTrue();
        assertThat(Offsets.includes(rows, 15, LATER)).isFalse();
        assertThat(Offsets.lowest(rows)).isEqualTo(EARLY);
    }

    @Test
    void rangesDivideAllSlices() {
        for (var count : List.of(1, 3, 7, 1024)) {
            var ranges = SliceRange.split(count);
            assertThat(ranges).hasSize(count);
            assertThat(Offsets.covers(
                            ranges.stream().map(r -> new Row(r, EARLY)).toList(), SliceRange.ALL))
                    .isTrue();
            assertThat(ranges.stream().mapToInt(r -> r.to() - r.from() + 1).sum())
                    .isEqualTo(SliceRange.SLICES);
        }
    }

    private static Row row(int from, int to, Position position) {
        return new Row(new SliceRange(from, to), position);
    }
}
