package dev.crier.studio.members;

import dev.crier.account.MemberStore;
import dev.crier.account.Passwords;
import dev.crier.account.Role;
import dev.crier.studio.Form;
import dev.crier.studio.Pages;
import dev.crier.studio.Visit;
import java.util.LinkedHashMap;
import java.util.Map;

/// A member's own name, password and browsers.
public final class AccountPages {
    private final Pages pages;

    public AccountPages(Pages pages) {
        this.pages = pages;
    }

    public void register() {
        pages.get("/studio/account", Role.VIEWER, visit -> show(visit, 200, Map.of()))
                .post("/studio/account/name", Role.VIEWER, this::rename)
                .post("/studio/account/password", Role.VIEWER, this::changePassword)
                .post("/studio/account/sign-out-everywhere", Role.VIEWER, this::signOutEverywhere);
    }

    private void show(Visit visit, int status, Map<String, String> faults) {
        visit.page(
                status,
                "members/account",
                Map.of("sessions", pages.doors().sessions().of(visit.member().id()), "faults", faults));
    }

    private void rename(Visit visit) {
        String name = visit.form().text("name");
        if (name.isEmpty() || name.length() > MemberStore.MAX_NAME_CHARS) {
            show(visit, 422, Map.of("name", "Write the name that others shall see, at most 100 characters"));
            return;
        }
        pages.doors().members().rename(visit.member().id(), name);
        visit.audit("member.renamed", name, visit.member().label());
        visit.redirect("/studio/account", "Your name is " + name + " now");
    }

    private void changePassword(Visit visit) {
        Form form = visit.form();
        MemberStore members = pages.doors().members();
        Map<String, String> faults = new LinkedHashMap<>();
        String email = String.valueOf(visit.member().email());
        Passwords.fault(form.raw("fresh"), email).ifPresent(fault -> faults.put("fresh", fault));
        if (faults.isEmpty() && !members.hasPassword(visit.member().id(), form.raw("password"))) {
            faults.put("password", "This is not your present password");
        }
        if (!faults.isEmpty()) {
            show(visit, 422, faults);
            return;
        }
        members.changePassword(
                visit.member().id(), form.raw("fresh"), visit.session().id());
        visit.audit("member.password_changed", visit.member().label(), "");
        visit.redirect("/studio/account", "Your password is changed, and you are signed out of all other browsers");
    }

    private void signOutEverywhere(Visit visit) {
        visit.audit("session.closed_everywhere", visit.member().label(), "");
        pages.doors().sessions().closeAll(visit.member().id());
        pages.doors().browsers().forget(visit.response());
        visit.redirect("/studio/sign-in");
    }
}
