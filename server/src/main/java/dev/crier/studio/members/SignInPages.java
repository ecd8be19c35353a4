package dev.crier.studio.members;

import dev.crier.account.Member;
import dev.crier.account.MemberStore;
import dev.crier.account.MemberStore.Choice;
import dev.crier.account.Passwords;
import dev.crier.account.Role;
import dev.crier.account.Session;
import dev.crier.account.SignIn;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.api.ProblemException;
import dev.crier.studio.Entrance;
import dev.crier.studio.Form;
import dev.crier.studio.Pages;
import dev.crier.studio.Visit;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Signing in and out, and the one-time link by which somebody chooses a password.
public final class SignInPages {
    private final Pages pages;
    private final SignIn signIn;
    private final MemberStore members;

    public SignInPages(Pages pages, SignIn signIn) {
        this.pages = pages;
        this.signIn = signIn;
        this.members = pages.doors().members();
    }

    public void register() {
        pages.open(Method.GET, "/studio/sign-in", this::ask);
        pages.open(Method.POST, "/studio/sign-in", this::enter);
        pages.open(Method.GET, "/studio/welcome/{secret}", this::welcome);
        pages.open(Method.POST, "/studio/welcome/{secret}", this::choose);
        pages.post("/studio/sign-out", Role.VIEWER, this::leave);
    }

    private void ask(ServerRequest request, ServerResponse response) {
        String to = inside(request.query().first("to").orElse(""));
        if (pages.doors().browsers().session(request).isPresent()) {
            Entrance.redirect(request, response, to);
            return;
        }
        show(request, response, 200, to, "", "");
    }

    private void show(
            ServerRequest request, ServerResponse response, int status, String to, String email, String fault) {
        String csrf = Entrance.token(request, response);
        Entrance.page(
                pages, response, status, "sign-in", Map.of("csrf", csrf, "to", to, "email", email, "fault", fault));
    }

    private void enter(ServerRequest request, ServerResponse response) {
        Form form = Entrance.form(request);
        String to = inside(form.text("to"));
        String email = form.text("email");
        Optional<Session.Ticket> ticket;
        try {
            ticket = signIn.signIn(email, form.raw("password"), browser(request), address(request));
        } catch (ProblemException e) {
            show(
                    request,
                    response,
                    e.problem().code().status(),
                    to,
                    email,
                    "Too many tries. " + e.problem().detail());
            return;
        }
        if (ticket.isEmpty()) {
            show(request, response, 422, to, email, "This e-mail address and password do not belong together");
            return;
        }
        pages.doors().browsers().keep(response, ticket.get());
        Entrance.redirect(request, response, to);
    }

    private void welcome(ServerRequest request, ServerResponse response) {
        Member member = invited(request);
        show(request, response, 200, member, Map.of(), Form.EMPTY);
    }

    private void choose(ServerRequest request, ServerResponse response) {
        Member member = invited(request);
        Form form = Entrance.form(request);
        Map<String, String> faults = faults(member, form);
        if (!faults.isEmpty()) {
            show(request, response, 422, member, faults, form);
            return;
        }
        Choice choice = new Choice(form.text("email"), form.text("name"), form.raw("password"));
        Member ready = members.accept(secret(request), choice).orElseThrow(SignInPages::used);
        Session.Ticket ticket = pages.doors().sessions().open(ready, browser(request), address(request));
        pages.doors().browsers().keep(response, ticket);
        Entrance.audit(pages, ticket.session(), "member.joined");
        Entrance.redirect(request, response, inside(request.query().first("to").orElse("")));
    }

    private void show(
            ServerRequest request,
            ServerResponse response,
            int status,
            Member member,
            Map<String, String> faults,
            Form form) {
        Map<String, Object> values = Map.of(
                "csrf",
                Entrance.token(request, response),
                "member",
                member,
                "email",
                form.text("email"),
                "name",
                form.has("name") ? form.text("name") : member.name(),
                "faults",
                faults);
        Entrance.page(pages, response, status, "welcome", values);
    }

    private Map<String, String> faults(Member member, Form form) {
        Map<String, String> faults = new LinkedHashMap<>();
        String name = form.text("name");
        if (name.isEmpty() || name.length() > MemberStore.MAX_NAME_CHARS) {
            faults.put("name", "Write the name that others shall see, at most 100 characters");
        }
        String email = member.email() == null ? form.text("email") : member.email();
        if (member.email() == null) {
            Emails.fault(email).ifPresent(fault -> faults.put("email", fault));
            if (members.byEmail(email).isPresent()) {
                faults.put("email", "Somebody here has this address already");
            }
        }
        Passwords.fault(form.raw("password"), email).ifPresent(fault -> faults.put("password", fault));
        return faults;
    }

    private Member invited(ServerRequest request) {
        return members.invited(secret(request)).orElseThrow(SignInPages::used);
    }

    private static ProblemException used() {
        return Problem.of(
                ProblemCode.NOT_FOUND, "This link was used already, or is too old. Ask for another one, or sign in");
    }

    private static String secret(ServerRequest request) {
        return request.path().pathParameters().get("secret");
    }

    private void leave(Visit visit) {
        visit.audit("session.closed", visit.member().label(), "");
        pages.doors().sessions().close(visit.session().id());
        pages.doors().browsers().forget(visit.response());
        visit.redirect("/studio/sign-in");
    }

    /// An address of our own, and nothing that leads elsewhere.
    private static String inside(String to) {
        return to.matches("/(studio|docs)([/?][^\\\\\\s]*)?") ? to : "/studio";
    }

    private static String browser(ServerRequest request) {
        return request.headers().first(HeaderNames.USER_AGENT).orElse("");
    }

    private static String address(ServerRequest request) {
        return request.remotePeer().host();
    }
}
