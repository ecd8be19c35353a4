package dev.crier.contact;

import dev.crier.account.Bot;
import dev.crier.api.Fault;
import dev.crier.api.Ids;
import dev.crier.api.Problem;
import dev.crier.api.ProblemCode;
import dev.crier.api.Texts;
import io.helidon.webserver.http.ServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Which contacts a list or an export is to show, as `?phone=&external_id=&tag=&search=&ids=` ask for it.
///
/// @param tags all of which they have
/// @param ids empty: whatever their id
public record ContactFilter(
        @Nullable String phone,
        @Nullable String externalId,
        List<String> tags,
        @Nullable String search,
        List<UUID> ids) {
    private static final int MAX_CHARS = 254;

    /// As many as an address has room for.
    private static final int MAX_IDS = 50;

    /// Fewer digits of a number are found in most numbers.
    static final int MIN_DIGITS = 3;

    /// Tags that somebody looks for at once.
    private static final int MAX_TAGS = 10;

    public ContactFilter {
        tags = List.copyOf(tags);
        ids = List.copyOf(ids);
    }

    /// Those chosen one by one.
    public static ContactFilter of(List<UUID> ids) {
        return new ContactFilter(null, null, List.of(), null, ids);
    }

    /// Those whom a search finds, with all of these tags; or every fault in that.
    ///
    /// @param search empty: everybody
    public static ContactFilter of(String search, List<String> tags) {
        List<Fault> faults = new ArrayList<>();
        @Nullable String wanted = search.isBlank() ? null : search.strip();
        if (wanted != null && wanted.length() > MAX_CHARS) {
            faults.add(new Fault("too_long", "search may have at most " + MAX_CHARS + " characters"));
        }
        if (tags.size() > MAX_TAGS || !tags.stream().allMatch(ContactPatch::isTag)) {
            faults.add(new Fault("invalid_value", "choose at most " + MAX_TAGS + " tags"));
        }
        return new ContactFilter(null, null, tags, wanted, List.of()).checked(faults);
    }

    /// Whether it leaves nobody out.
    public boolean isEverybody() {
        return phone == null && externalId == null && tags.isEmpty() && search == null && ids.isEmpty();
    }

    private ContactFilter checked(List<Fault> faults) {
        if (digits().filter(digits -> digits.length() < MIN_DIGITS).isPresent()) {
            faults.add(new Fault("invalid_value", "search for at least " + MIN_DIGITS + " digits of a number"));
        }
        if (!faults.isEmpty()) {
            throw Problem.of(ProblemCode.INVALID_REQUEST, "The contacts asked for are not valid", faults);
        }
        return this;
    }

    /// What a request asks for, or every fault in it.
    static ContactFilter of(ServerRequest request, Bot bot) {
        List<Fault> faults = new ArrayList<>();
        @Nullable String phone = text(request, "phone", faults);
        @Nullable String normal = phone == null ? null : Phones.normalise(phone, bot.defaultCountry());
        if (phone != null && normal == null) {
            faults.add(new Fault("invalid_phone_number", "phone must be a number in international form"));
        }
        @Nullable String tag = text(request, "tag", faults);
        return new ContactFilter(
                        normal,
                        text(request, "external_id", faults),
                        tag == null ? List.of() : List.of(tag),
                        text(request, "search", faults),
                        ids(request, faults))
                .checked(faults);
    }

    private static @Nullable String text(ServerRequest request, String name, List<Fault> faults) {
        @Nullable
        String text =
                request.query().first(name).asOptional().map(String::strip).orElse(null);
        if (text == null || text.isEmpty()) {
            return null;
        }
        @Nullable String problem = Texts.problem(text);
        if (problem != null) {
            faults.add(new Fault("invalid_text", name + " " + problem));
        } else if (text.length() > MAX_CHARS) {
            faults.add(new Fault("too_long", name + " may have at most " + MAX_CHARS + " characters"));
        }
        return text;
    }

    private static List<UUID> ids(ServerRequest request, List<Fault> faults) {
        String written = request.query().first("ids").orElse("").strip();
        List<UUID> ids = new ArrayList<>();
        if (written.isEmpty()) {
            return ids;
        }
        for (String each : written.split(",", -1)) {
            @Nullable UUID id = Ids.parse(each.strip());
            if (id == null || ids.size() == MAX_IDS) {
                faults.add(new Fault("invalid_value", "ids must be at most " + MAX_IDS + " ids with commas between"));
                break;
            }
            ids.add(id);
        }
        return ids;
    }

    /// The digits of a number that is searched for; empty if the search is for a name.
    Optional<String> digits() {
        boolean isNumber = search != null && search.matches("\\+?[0-9 ().\\-\u00a0]*[0-9][0-9 ().\\-\u00a0]*");
        return isNumber ? Optional.of(String.valueOf(search).replaceAll("[^0-9]", "")) : Optional.empty();
    }

    /// The name that is searched for.
    Optional<String> name() {
        return search == null || digits().isPresent() ? Optional.empty() : Optional.of(search);
    }
}
