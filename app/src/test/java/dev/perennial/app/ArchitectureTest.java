package dev.perennial.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import dev.perennial.domain.archrules.Architecture;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All layers keep the rules of the architecture; from here they are all in sight. */
class ArchitectureTest {

    private static final JavaClasses PRODUCT = Architecture.PERENNIAL.product();

    static List<ArchRule> rules() {
        return Architecture.PERENNIAL.rules();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theProductKeeps(ArchRule rule) {
        rule.check(PRODUCT);
    }

    @Test
    void everyLayerIsInSight() {
        assertThat(Architecture.PERENNIAL.layers())
                .allSatisfy(layer ->
                        assertThat(packages()).anyMatch(name -> name.startsWith("dev.perennial." + layer.name())));
    }

    @Test
    void noTestIsInSight() {
        assertThat(PRODUCT.contain(ArchitectureTest.class)).isFalse();
        assertThat(PRODUCT.contain(Architecture.class)).isFalse();
    }

    private static Stream<String> packages() {
        return PRODUCT.stream().map(type -> type.getPackageName());
    }
}
