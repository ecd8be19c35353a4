package dev.crier.cli;

import dev.crier.client.DryRun;
import dev.crier.client.Preview;
import dev.crier.client.Problem;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a broadcast would do, for people.
final class DryRunView {
    private static final int MESSAGES_SHOWN = 3;

    private final PrintWriter out;

    DryRunView(PrintWriter out) {
        this.out = out;
    }

    void show(DryRun report) {
        if (!report.valid()) {
            out.println("It would be refused:");
            for (Problem.Fault fault : report.errors()) {
                out.println("  " + fault.detail() + (fault.pointer() == null ? "" : " (" + fault.pointer() + ")"));
            }
        }
        out.println(ProgressLine.people(report.total()) + ", of whom " + report.eligible() + " would get the message");
        Objects.requireNonNull(report.ineligible()).entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .forEach(each -> out.println("  " + each.getValue() + " not: " + each.getKey()));
        if (report.eligible() > 0) {
            out.println("It would take "
                    + Pace.text(Duration.ofSeconds(report.estimatedSeconds().longValue())) + " at "
                    + Pace.text(report.messagesPerSecond().doubleValue()));
        }
        if (!report.unknownParams().isEmpty()) {
            out.println("The template does not use: " + String.join(", ", report.unknownParams()));
        }
        report.messages().stream().limit(MESSAGES_SHOWN).forEach(this::message);
        out.println();
        out.println("Nothing was stored or sent.");
        out.flush();
    }

    private void message(DryRun.Message message) {
        Preview preview = message.preview();
        out.println();
        out.println("To " + message.phone() + ":");
        line(preview.header());
        line(preview.body());
        line(preview.footer());
        for (Preview.Button button : preview.buttons()) {
            line("[" + button.label() + "]" + (button.value() == null ? "" : " " + button.value()));
        }
    }

    private void line(@Nullable String text) {
        if (text != null) {
            text.lines().forEach(each -> out.println("  " + each));
        }
    }
}
