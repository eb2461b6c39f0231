package dev.perennial.domain.laws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.perennial.domain.kernel.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SamplesTest {

    sealed interface Shape {}

    record Point(int x, boolean filled) implements Shape {}

    sealed interface Round extends Shape {}

    record Circle(Point centre, Colour colour, TenantId owner) implements Round {}

    enum Colour {
        RED,
        GREEN,
        BLUE
    }

    record Bag(List<String> names, Set<Colour> colours, Map<String, Integer> counts, Optional<Point> where) {}

    record Unfit(Thread thread) {}

    private static final Point FIRST = new Point(1, true);
    private static final Point SECOND = new Point(2, false);

    @Test
    void coverEverySampleOfEveryComponentOfEveryMember() {
        assertThat(Samples.of(Shape.class))
                .containsExactly(
                        FIRST,
                        SECOND,
                        new Circle(FIRST, Colour.RED, new TenantId("sample")),
                        new Circle(SECOND, Colour.GREEN, new TenantId("other")),
                        new Circle(FIRST, Colour.BLUE, new TenantId("sample")));
    }

    @Test
    void oneOfEachMember() {
        assertThat(Samples.oneOfEach(Shape.class))
                .containsExactly(FIRST, new Circle(FIRST, Colour.RED, new TenantId("sample")));
    }

    @Test
    void collectionsComeFilledFirstAndThenEmpty() {
        assertThat(Samples.of(Bag.class))
                .containsExactly(
                        new Bag(
                                List.of("sample", "other"),
                                Set.of(Colour.values()),
                                Map.of("sample", 1, "other", 2),
                                Optional.of(FIRST)),
                        new Bag(List.of(), Set.of(), Map.of(), Optional.empty()));
    }

    @Test
    void refuseWhatIsNoPartOfTheDomain() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Samples.of(Unfit.class))
                .withMessageContaining("java.lang.Thread");
    }
}
