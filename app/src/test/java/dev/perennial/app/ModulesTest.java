package dev.perennial.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import dev.perennial.domain.archrules.Architecture;
import dev.perennial.domain.kernel.EntityType;
import dev.perennial.domain.laws.DeclaredEntities;
import org.junit.jupiter.api.Test;

/** What the program starts is all that was written for it. */
class ModulesTest {

    @Test
    void everyModuleIsStarted() {
        var started =
                Main.MODULES.stream().map(module -> module.getClass().getName()).toList();
        assertThat(Architecture.PERENNIAL.product().stream()
                        .filter(type -> type.isAssignableTo(Module.class) && !type.isInterface())
                        .map(JavaClass::getName))
                .as("modules; one that is not started is to be added to Main.MODULES")
                .containsExactlyInAnyOrderElementsOf(started);
    }

    @Test
    void everyEntityIsItsModules() {
        for (var module : Main.MODULES) {
            assertThat(module.entities())
                    .extracting(EntityType::module)
                    .as("the module of each entity of %s", module.getClass())
                    .containsOnly(module.name());
        }
        assertThat(Main.MODULES.stream().flatMap(module -> module.entities().stream()))
                .as("entities of modules; one that is missing is to be answered by its module's entities()")
                .containsExactlyInAnyOrderElementsOf(
                        DeclaredEntities.below("dev.perennial.domain").all());
    }
}
