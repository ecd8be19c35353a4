package dev.crier.studio.members;

import dev.crier.account.Member;
import dev.crier.account.MemberStore;
import dev.crier.account.MemberStore.Membership;
import dev.crier.account.Role;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.studio.Form;
import dev.crier.studio.Pages;
import dev.crier.studio.Visit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The members of an environment. Administrators let people in by a link that they hand over themselves.
public final class MemberPages {
    private static final String LINK_SHOWN =
            "This form was sent already. If it made a link, that was shown once and works still;"
                    + " whoever missed it presses New link";

    private final Pages pages;
    private final MemberStore members;
    private final String publicUrl;

    /// @param publicUrl how the world reaches us, for links; empty: the address by which the administrator does
    public MemberPages(Pages pages, String publicUrl) {
        this.pages = pages;
        this.members = pages.doors().members();
        this.publicUrl = publicUrl;
    }

    public void register() {
        String root = "/studio/environment/{environment_id}/members";
        pages.get(root, Role.VIEWER, visit -> list(visit, 200, Form.EMPTY, Map.of(), ""))
                .post(root, Role.ADMINISTRATOR, this::invite)
                .post(root + "/{member_id}/role", Role.ADMINISTRATOR, this::changeRole)
                .post(root + "/{member_id}/link", Role.ADMINISTRATOR, this::renewLink)
                .post(root + "/{member_id}/remove", Role.ADMINISTRATOR, this::remove);
    }

    private void list(Visit visit, int status, Form form, Map<String, String> faults, String link) {
        visit.page(
                status,
                "members/members",
                Map.of(
                        "members", members.of(visit.environmentId()),
                        "form", form,
                        "faults", faults,
                        "link", link));
    }

    private static String path(Visit visit) {
        return "/studio/environment/" + visit.environmentId() + "/members";
    }

    private void invite(Visit visit) {
        Form form = visit.form();
        Map<String, String> faults = new LinkedHashMap<>();
        String email = form.text("email");
        Emails.fault(email).ifPresent(fault -> faults.put("email", fault));
        String name = form.text("name");
        if (name.length() > MemberStore.MAX_NAME_CHARS) {
            faults.put("name", "Write at most " + MemberStore.MAX_NAME_CHARS + " characters");
        }
        if (members.byEmail(email).filter(Member::owner).isPresent()) {
            faults.put("email", "An owner of this installation is administrator everywhere already");
        }
        if (!faults.isEmpty()) {
            list(visit, 422, form, faults, "");
            return;
        }
        Role role = role(form);
        Optional<Member> admitted = visit.once(() -> members.admit(visit.environmentId(), email, name, role));
        if (admitted.isEmpty()) {
            visit.redirect(path(visit), LINK_SHOWN);
            return;
        }
        Member member = admitted.get();
        visit.audit("member.invited", email, role.title());
        if (member.isReady()) {
            visit.redirect(path(visit), member.label() + " is in, and signs in as in their other environments");
        } else {
            list(visit, 200, Form.EMPTY, Map.of(), link(visit, members.invite(member.id())));
        }
    }

    private void changeRole(Visit visit) {
        Member member = member(visit);
        Role role = role(visit.form());
        if (!members.changeRole(visit.environmentId(), member.id(), role)) {
            throw isOwner();
        }
        visit.audit("member.role_changed", member.label(), role.title());
        visit.redirect(path(visit), member.label() + " is " + role.title() + " now");
    }

    private void renewLink(Visit visit) {
        Member member = member(visit);
        boolean belongsElsewhereToo =
                members.accesses(member).size() > 1 && !visit.member().owner();
        if ((member.owner() && !visit.member().owner()) || belongsElsewhereToo) {
            // Whoever has the link becomes that member, in every environment of theirs.
            throw Problem.of(
                    ProblemCode.FORBIDDEN,
                    "Only an owner of this installation makes links for owners and members of several environments");
        }
        Optional<String> secret = visit.once(() -> members.invite(member.id()));
        if (secret.isEmpty()) {
            visit.redirect(path(visit), LINK_SHOWN);
            return;
        }
        visit.audit("member.link_made", member.label(), "");
        list(visit, 200, Form.EMPTY, Map.of(), link(visit, secret.get()));
    }

    private void remove(Visit visit) {
        Member member = member(visit);
        if (!members.remove(visit.environmentId(), member.id())) {
            throw isOwner();
        }
        visit.audit("member.removed", member.label(), "");
        visit.redirect(path(visit), member.label() + " has no access any more");
    }

    private Member member(Visit visit) {
        UUID id = visit.uuid("member_id");
        return members.of(visit.environmentId()).stream()
                .map(Membership::member)
                .filter(member -> member.id().equals(id))
                .findFirst()
                .orElseThrow(() -> Problem.of(ProblemCode.NOT_FOUND, "There is no such member here"));
    }

    private static Role role(Form form) {
        return Role.of(form.text("role"))
                .orElseThrow(() -> Problem.of(ProblemCode.INVALID_REQUEST, "Choose one of the roles"));
    }

    private static RuntimeException isOwner() {
        return Problem.of(
                ProblemCode.WRONG_STATE, "Owners of this installation are administrators of every environment");
    }

    private String link(Visit visit, String secret) {
        String url = publicUrl.isEmpty() ? "http://" + visit.request().authority() : publicUrl;
        return url + "/studio/welcome/" + secret;
    }
}
