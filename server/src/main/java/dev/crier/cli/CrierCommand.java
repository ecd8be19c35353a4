package dev.crier.cli;

import dev.crier.cli.demo.DemoCommand;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/// `crier` itself: the list of what it can do.
@Command(
        name = "crier",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = CrierCommand.Version.class,
        sortOptions = false,
        abbreviateSynopsis = true,
        usageHelpWidth = 100,
        synopsisSubcommandLabel = "COMMAND",
        description = "Outbound WhatsApp, self-hosted: broadcast a template by one REST call, know what became of each"
                + " message.",
        commandListHeading = "%nCommands:%n",
        subcommands = {
            ServeCommand.class,
            DemoCommand.class,
            SandboxCommand.class,
            BotCommand.class,
            TokenCommand.class,
            MemberCommand.class,
            FeatureCommand.class,
            ChannelCommand.class,
            TemplatesCommand.class,
            ContactsCommand.class,
            BroadcastCommand.class,
            StatusCommand.class,
            BroadcastsCommand.class,
            CompletionCommand.class
        })
final class CrierCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls us
    private CommandSpec spec;

    /// Under the list of commands; as an annotation it would be under each command's help as well.
    static final String[] FOOTER = {
        "",
        "Start here:  crier demo          shows a whole broadcast, against a WhatsApp of its own",
        "For real:    crier serve         then: crier bot create, crier channel connect",
        "To send:     crier broadcast     to some people, or to a CSV file; then: crier status --watch",
        "",
        "Each command explains itself with --help. Results are on stdout, a table or with --json JSON;",
        "progress and messages are on stderr.",
        "",
        "Exit codes:  0 done                1 failed, or refused by the server",
        "             2 not understood      3 done, but not for everybody: messages failed (with --watch), or",
        "             4 no answer             rows of an import were left out",
        "             130 interrupted by Ctrl-C"
    };

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return CommandLine.ExitCode.USAGE;
    }

    /// The version of the jar.
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"crier " + number()};
        }

        static String number() {
            String version = Version.class.getPackage().getImplementationVersion();
            return version == null ? "(not packaged)" : version;
        }
    }
}
