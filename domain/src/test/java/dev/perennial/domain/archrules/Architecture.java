package dev.perennial.domain.archrules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/**
 * Layers of modules and the rules between them, all generated from these lists. A class's package says where it is:
 * {@code <root>.<layer>.<module or part>}, and below that what the module keeps to itself.
 *
 * @param root the package of everything
 * @param modules the business modules; each may have a package in every layer
 * @param listeners the modules that others may not know of: they only listen
 * @param layers from the inside out
 */
public record Architecture(String root, Set<String> modules, Set<String> listeners, List<Layer> layers) {

    private static final String DOMAIN = "domain";

    /** Ours. A new module, layer or part is a word here. */
    public static final Architecture PERENNIAL = new Architecture(
            "dev.perennial",
            Set.of("identity", "content", "billing", "notifications", "analytics", "features"),
            Set.of("notifications", "analytics"),
            List.of(
                    new Layer(DOMAIN, Set.of(), Set.of("kernel")),
                    new Layer(
                            "persistence",
                            Set.of(DOMAIN),
                            Set.of(
                                    "shell",
                                    "json",
                                    "journal",
                                    "projection",
                                    "history",
                                    "query",
                                    "sql",
                                    "vault",
                                    "operation",
                                    "telemetry")),
                    new Layer("cluster", Set.of(), Set.of("", "allocation", "kubernetes")),
                    new Layer(
                            "app",
                            Set.of(DOMAIN, "persistence", "cluster"),
                            Set.of(
                                    "",
                                    "http",
                                    "command",
                                    "query",
                                    "security",
                                    "postgres",
                                    "log",
                                    "management",
                                    "telemetry"))));

    /**
     * @param uses the layers it may depend on
     * @param parts its packages that belong to no module; the empty name is the layer's own package
     */
    public record Layer(String name, Set<String> uses, Set<String> parts) {}

    private record Place(String layer, String part, boolean atTop) {}

    /** The classes of the product that are on the class path: no tests, also not those of other modules. */
    public JavaClasses product() {
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .withImportOption(location -> !location.contains("-tests.jar"))
                .importPackages(root);
    }

    /** All of them. They hold of any part of the product, so each Maven module can check what it sees. */
    public List<ArchRule> rules() {
        return List.of(
                layersPointInward(),
                packagesAreListed(),
                modulesMeetAtTheirTop(),
                partsKnowNoModule(),
                listenersOnlyListen(),
                modulesFormNoCycle(),
                domainIsPureJava(),
                domainAsksNoClockAndRollsNoDice(),
                packagesAreDescribed());
    }

    private ArchRule layersPointInward() {
        return dependencies(
                "point to an inner layer",
                (from, to) -> from.layer.equals(to.layer)
                        || layer(from).stream().anyMatch(layer -> layer.uses.contains(to.layer)));
    }

    private ArchRule modulesMeetAtTheirTop() {
        return dependencies(
                "leave alone what another module keeps below its top package in the domain",
                (from, to) -> !isModule(from)
                        || !isModule(to)
                        || from.part.equals(to.part)
                        || (to.layer.equals(DOMAIN) && to.atTop));
    }

    private ArchRule partsKnowNoModule() {
        return dependencies(
                "not lead from what all modules share to one of them, except in the layer that composes all",
                (from, to) -> isModule(from) || !isModule(to) || composes(from));
    }

    private ArchRule listenersOnlyListen() {
        return dependencies(
                "not lead to a module that only listens",
                (from, to) -> !isModule(from) || from.part.equals(to.part) || !listeners.contains(to.part));
    }

    private ArchRule packagesAreListed() {
        return each("reside in a listed package", type -> {
            var place = place(type);
            var listed = place.flatMap(this::layer)
                    .filter(layer -> isModule(place.orElseThrow()) || layer.parts.contains(place.orElseThrow().part));
            return listed.isPresent()
                    ? Stream.of()
                    : Stream.of(type.getName()
                            + " resides in no listed package: a new module or part is a word in Architecture");
        });
    }

    private ArchRule modulesFormNoCycle() {
        return SlicesRuleDefinition.slices()
                .assignedFrom(new SliceAssignment() {
                    @Override
                    public SliceIdentifier getIdentifierOf(JavaClass type) {
                        return place(type)
                                .filter(Architecture.this::isModule)
                                .map(place -> SliceIdentifier.of(place.part))
                                .orElse(SliceIdentifier.ignore());
                    }

                    @Override
                    public String getDescription() {
                        return "modules";
                    }
                })
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true);
    }

    private ArchRule domainIsPureJava() {
        return each(
                "be pure Java without input or output in the domain",
                type -> inDomain(type) ? Purity.impureDependencies(type, this::inDomain) : Stream.of());
    }

    private ArchRule domainAsksNoClockAndRollsNoDice() {
        return each(
                "neither ask a clock nor roll dice in the domain",
                type -> inDomain(type) ? Purity.clocksAndDice(type) : Stream.of());
    }

    private ArchRule packagesAreDescribed() {
        return each(
                "reside in a package that is described and null-marked",
                type -> type.getPackage().isAnnotatedWith(NullMarked.class)
                        ? Stream.of()
                        : Stream.of(type.getName() + " resides in a package without a null-marked package-info"));
    }

    private boolean inDomain(JavaClass type) {
        return place(type).filter(place -> place.layer.equals(DOMAIN)).isPresent();
    }

    private boolean isModule(Place place) {
        return modules.contains(place.part);
    }

    private boolean composes(Place place) {
        return layers.getLast().name.equals(place.layer);
    }

    private Optional<Layer> layer(Place place) {
        return layers.stream().filter(layer -> layer.name.equals(place.layer)).findAny();
    }

    private Optional<Place> place(JavaClass type) {
        var name = type.getBaseComponentType().getPackageName();
        if (!name.startsWith(root + ".")) {
            return Optional.empty();
        }
        var parts = name.substring(root.length() + 1).split("\\.", -1);
        return Optional.of(new Place(parts[0], parts.length > 1 ? parts[1] : "", parts.length <= 2));
    }

    private ArchRule dependencies(String should, BiPredicate<Place, Place> allowed) {
        return each(
                "have dependencies that " + should,
                type -> type.getDirectDependenciesFromSelf().stream()
                        .filter(dependency -> !place(dependency.getOriginClass())
                                .flatMap(from ->
                                        place(dependency.getTargetClass()).map(to -> allowed.test(from, to)))
                                .orElse(true))
                        .map(Dependency::getDescription));
    }

    private ArchRule each(String should, Function<JavaClass, Stream<String>> violations) {
        var condition = new ArchCondition<JavaClass>(should) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                violations.apply(type).forEach(violation -> events.add(SimpleConditionEvent.violated(type, violation)));
            }
        };
        return classes().that().resideInAPackage(root + "..").should(condition).allowEmptyShould(true);
    }
}
