package dev.crier;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// The rooms and who may enter them. A new dependency between rooms is a decision: it is made here.
class WallsTest {
    private static final String ROOT = "dev.crier";

    /// A room, and the rooms whose public types it may use. The root package wires them and may use all.
    private static final Map<String, Set<String>> ALLOWED = Map.ofEntries(
            Map.entry("client", Set.of()),
            Map.entry("db", Set.of()),
            Map.entry("cloudapi", Set.of()),
            Map.entry("api", Set.of("db")),
            Map.entry("ops", Set.of("api", "db")),
            Map.entry("account", Set.of("api", "db")),
            Map.entry("channel", Set.of("account", "api", "cloudapi", "db")),
            Map.entry("tabular", Set.of("api")),
            Map.entry("contact", Set.of("account", "api", "db", "tabular")),
            Map.entry("content", Set.of("api")),
            Map.entry("template", Set.of("account", "api", "channel", "cloudapi", "content", "db")),
            Map.entry("media", Set.of("account", "api", "channel", "cloudapi", "db", "template")),
            Map.entry("message", Set.of("api", "cloudapi", "db")),
            Map.entry("docs", Set.of("api", "cloudapi", "message")),
            Map.entry(
                    "broadcast",
                    Set.of(
                            "account",
                            "api",
                            "channel",
                            "cloudapi",
                            "contact",
                            "content",
                            "db",
                            "media",
                            "message",
                            "tabular",
                            "template")),
            Map.entry(
                    "dispatch",
                    Set.of("api", "broadcast", "channel", "cloudapi", "contact", "content", "db", "media", "message")),
            Map.entry(
                    "inbound",
                    Set.of(
                            "account",
                            "api",
                            "broadcast",
                            "channel",
                            "cloudapi",
                            "contact",
                            "db",
                            "message",
                            "template")),
            Map.entry("statistics", Set.of("account", "api", "broadcast", "contact", "db", "message", "tabular")),
            Map.entry("webhook", Set.of("account", "api", "broadcast", "channel", "cloudapi", "db", "message")),
            Map.entry(
                    "studio",
                    Set.of(
                            "account",
                            "api",
                            "broadcast",
                            "channel",
                            "cloudapi",
                            "contact",
                            "content",
                            "db",
                            "docs",
                            "media",
                            "message",
                            "statistics",
                            "tabular",
                            "template",
                            "webhook")),
            Map.entry(
                    "cli",
                    Set.of("account", "api", "channel", "client", "cloudapi", "contact", "db", "tabular", "template")));

    /// What can be said of any code says nothing of this one.
    private static final Set<String> EMPTY_NAMES = Set.of("util", "utils", "common", "model", "service", "impl");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    /// The room of a class of ours; the root package is the empty one.
    private static String room(JavaClass type) {
        return type.getPackageName().equals(ROOT)
                ? ""
                : type.getPackageName().substring(ROOT.length() + 1).split("\\.", 2)[0];
    }

    private static boolean isOurs(JavaClass type) {
        return type.getPackageName().equals(ROOT) || type.getPackageName().startsWith(ROOT + ".");
    }

    private static boolean crosses(Dependency dependency) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        return isOurs(target) && !room(target).equals(room(dependency.getOriginClass()));
    }

    @Test
    void a_room_enters_only_the_rooms_it_may() {
        Set<String> forbidden = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            String room = room(type);
            if (room.isEmpty()) {
                continue;
            }
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                boolean toRoot = isOurs(target) && room(target).isEmpty() && !room.equals("cli");
                boolean toOther = crosses(dependency)
                        && !room(target).isEmpty()
                        && !ALLOWED.getOrDefault(room, Set.of()).contains(room(target));
                if (toRoot || toOther) {
                    forbidden.add(type.getName() + " → " + target.getName());
                }
            }
        }
        assertThat(forbidden).isEmpty();
    }

    @Test
    void every_room_is_on_the_list() {
        Set<String> rooms = CLASSES.stream()
                .map(WallsTest::room)
                .filter(room -> !room.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(ALLOWED.keySet()).containsAll(rooms);
    }

    @Test
    void the_list_has_no_way_round_in_a_circle() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
        assertThat(ALLOWED.keySet())
                .allSatisfy(room -> assertThat(reachable(room, new TreeSet<>())).doesNotContain(room));
    }

    private static Set<String> reachable(String room, Set<String> seen) {
        for (String next : ALLOWED.getOrDefault(room, Set.of())) {
            if (seen.add(next)) {
                reachable(next, seen);
            }
        }
        return seen;
    }

    @Test
    void sending_receiving_and_the_command_line_are_nobodys_tools() {
        assertThat(ALLOWED).allSatisfy((room, others) -> {
            assertThat(others).doesNotContain("dispatch", "inbound", "cli", "studio");
            if (!room.equals("studio")) {
                assertThat(others).doesNotContain("webhook");
            }
        });
    }

    @Test
    void every_package_is_null_marked_and_named_after_something() {
        Set<String> packages =
                CLASSES.stream().map(JavaClass::getPackageName).collect(Collectors.toCollection(TreeSet::new));
        for (String name : packages) {
            assertThat(CLASSES.getPackage(name).tryGetAnnotationOfType(NullMarked.class))
                    .as(name)
                    .isPresent();
            assertThat(name.split("\\.")).doesNotContainAnyElementsOf(EMPTY_NAMES);
        }
    }

    @Test
    void one_way_to_log_and_only_the_command_line_prints() {
        Set<String> found = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            boolean prints = type.getFieldAccessesFromSelf().stream()
                    .anyMatch(access -> access.getTargetOwner().isEquivalentTo(System.class)
                            && Set.of("out", "err").contains(access.getName()));
            boolean mayPrint = room(type).equals("cli") || type.getName().equals(ROOT + ".Main");
            boolean logsOtherwise = type.getDirectDependenciesFromSelf().stream()
                    .anyMatch(each -> each.getTargetClass().getPackageName().equals("java.util.logging"));
            if (logsOtherwise || (prints && !mayPrint)) {
                found.add(type.getName());
            }
        }
        assertThat(found).isEmpty();
    }
}
