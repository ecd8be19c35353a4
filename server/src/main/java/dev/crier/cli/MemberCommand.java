package dev.crier.cli;

import dev.crier.Config;
import dev.crier.Stores;
import dev.crier.account.Member;
import dev.crier.account.MemberStore;
import dev.crier.account.MemberStore.Membership;
import dev.crier.account.Role;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `crier member`: who may sign in to the Studio; also the way back in for those who lost their password.
@Command(name = "member", description = "Lets people into the Studio.")
final class MemberCommand extends Group {
    @Command(
            name = "add",
            description = {"Lets somebody into an environment, and prints their one-time link.", ""})
    void add(
            @Mixin ConfigOptions options,
            @Option(names = "--email", required = true, paramLabel = "ADDRESS", description = "what they sign in with")
                    String email,
            @Option(
                            names = "--environment",
                            paramLabel = "NAME",
                            defaultValue = "Default",
                            description = "where they work (default: Default)")
                    String environment,
            @Option(
                            names = "--role",
                            paramLabel = "ROLE",
                            defaultValue = "editor",
                            description = "viewer, editor or administrator (default: editor)")
                    String role)
            throws IOException {
        Role wanted = Role.of(role)
                .orElseThrow(() -> new CommandFailure("A role is viewer, editor or administrator, not " + role));
        if (!email.contains("@") || email.length() > MemberStore.MAX_EMAIL_CHARS) {
            throw new CommandFailure("--email takes an e-mail address, not " + email);
        }
        try (Stores stores = options.open()) {
            MemberStore members = members(stores);
            Member member = members.admit(environment(stores, environment), email, "", wanted);
            if (member.isReady()) {
                say(email + " is in, and signs in as before");
            } else {
                say(link(options.read(Map.of()), members.invite(member.id())));
            }
        }
    }

    @Command(
            name = "link",
            description = {
                "Prints a new one-time link for a member, by which they choose a new password.",
                "",
                "Their browsers are signed out when it is used.",
                ""
            })
    void link(
            @Mixin ConfigOptions options,
            @Option(names = "--email", required = true, paramLabel = "ADDRESS", description = "of the member")
                    String email)
            throws IOException {
        try (Stores stores = options.open()) {
            MemberStore members = members(stores);
            Member member = members.byEmail(email).orElseThrow(() -> new CommandFailure("There is no member " + email));
            say(link(options.read(Map.of()), members.invite(member.id())));
        }
    }

    @Command(name = "list", description = "Lists the members of an environment.")
    void list(
            @Mixin ConfigOptions options,
            @Option(
                            names = "--environment",
                            paramLabel = "NAME",
                            defaultValue = "Default",
                            description = "the environment (default: Default)")
                    String environment)
            throws IOException {
        try (Stores stores = options.open()) {
            List<List<String>> rows = new ArrayList<>();
            for (Membership each : members(stores).of(environment(stores, environment))) {
                Member member = each.member();
                rows.add(List.of(
                        String.valueOf(member.email()),
                        member.name(),
                        member.owner() ? "owner" : each.role().wire(),
                        member.isReady() ? "yes" : "not yet"));
            }
            Table.print(out(), List.of("e-mail", "name", "role", "has a password"), rows);
            out().flush();
        }
    }

    private static MemberStore members(Stores stores) {
        return new MemberStore(stores.database(), Clock.systemUTC());
    }

    private static UUID environment(Stores stores, String name) {
        return stores.accounts()
                .findEnvironment(name)
                .orElseThrow(() -> new CommandFailure("There is no environment " + name));
    }

    private static String link(Config config, String secret) {
        return config.publicUrl().orElse("http://" + config.host() + ":" + config.port()) + "/studio/welcome/" + secret;
    }
}
