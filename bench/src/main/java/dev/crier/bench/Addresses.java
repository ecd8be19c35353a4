package dev.crier.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/// The lists that are measured: what each is called in the table, and its address. Words in braces are [Samples]'.
///
/// A new list or page gets a line here and nothing else.
final class Addresses {
    private static final String API = "/api/bot/{bot}";
    private static final String BROADCASTS = API + "/whatsapp/broadcast";
    private static final String PAGES = "/studio/bot/{bot}";
    private static final String ENVIRONMENT = "/studio/environment/{environment}";

    private Addresses() {}

    /// By the API's key.
    static Map<String, String> api() {
        Map<String, String> lists = new LinkedHashMap<>();
        lists.put("users", API + "/user");
        lists.put("users, 200 deep in the list", API + "/user?limit=200&after={person}");
        lists.put("users by phone", API + "/user?phone={phone}");
        lists.put("users by first name", API + "/user?search=ann");
        lists.put("users by first name, deep", API + "/user?search=ann&after={namesake}");
        lists.put("users by full name", API + "/user?search={full_name}");
        lists.put("users by a name that nobody has", API + "/user?search=nobody");
        lists.put("users by part of a number", API + "/user?search={digits}");
        lists.put("users by a number that nobody has", API + "/user?search=9999999999");
        lists.put("users by tag, a fifth has it", API + "/user?tag=customer&after={person}");
        lists.put("users by tag, one in 10,000 has it", API + "/user?tag=pilot&after={person}");
        lists.put("users by a tag that nobody has", API + "/user?tag=nothing");
        lists.put("users by first name and tag", API + "/user?search=ann&tag=pilot");
        lists.put("one user", API + "/user/{person}");
        lists.put("one user's messages", API + "/user/{person}/messages");
        lists.put("one user's messages, they have hundreds", API + "/user/{busiest}/messages");
        lists.put("one user's messages, deep", API + "/user/{busiest}/messages?after={middle}");
        lists.put("one user's consent", API + "/user/{busiest}/consent");
        lists.put("broadcasts", BROADCASTS);
        lists.put("broadcasts, deep", BROADCASTS + "?after={old}");
        lists.put("messages", BROADCASTS + "/{broadcast}/messages");
        lists.put("messages of a million", BROADCASTS + "/{largest}/messages");
        lists.put("messages of a million, deep", BROADCASTS + "/{largest}/messages?limit=200&after={end}");
        lists.put("messages of a million by status", BROADCASTS + "/{largest}/messages?status=sent");
        lists.put("messages of a million by status, none has it", BROADCASTS + "/{largest}/messages?status=pending");
        lists.put("messages of a million by reason", BROADCASTS + "/{largest}/messages?reason=optout");
        lists.put(
                "messages of a million by reason, one has it", BROADCASTS + "/{largest}/messages?reason=account_error");
        lists.put("messages of a million by ref that none has", BROADCASTS + "/{broadcast}/messages?ref=none");
        lists.put(
                "messages of half a million by status, the last half",
                BROADCASTS + "/{paused}/messages?status=pending");
        lists.put("one message", BROADCASTS + "/{largest}/messages/{end}");
        lists.put("statistics of 30 days", API + "/statistics");
        lists.put(
                "statistics of 90 days by day and reason",
                API + "/statistics?from=" + Seed.firstDay() + "&group_by=day,reason");
        lists.put("statistics of a broadcast", BROADCASTS + "/{broadcast}/statistics");
        lists.put("deliveries", API + "/webhooks/{webhook}/deliveries");
        lists.put("deliveries, deep", API + "/webhooks/{webhook}/deliveries?after={old_delivery}");
        lists.put("deliveries that failed", API + "/webhooks/{webhook}/deliveries?status=failed");
        return lists;
    }

    /// By a member's session.
    static Map<String, String> studio() {
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("Studio: home", PAGES);
        pages.put("Studio: bots", "/studio/bots");
        pages.put("Studio: members", ENVIRONMENT + "/members");
        pages.put("Studio: audit log", ENVIRONMENT + "/audit");
        pages.put("Studio: audit log, deep", ENVIRONMENT + "/audit?before={old_deed}");
        pages.put("Studio: audit log by a rare action", ENVIRONMENT + "/audit?action=member.");
        pages.put("Studio: audit log by an action that never was", ENVIRONMENT + "/audit?action=webhook.");
        pages.put("Studio: contacts", PAGES + "/contacts");
        pages.put("Studio: contacts by name", PAGES + "/contacts?search=ann");
        pages.put("Studio: contacts by part of a number", PAGES + "/contacts?search={digits}");
        pages.put("Studio: contacts by tag", PAGES + "/contacts?tag=pilot");
        pages.put("Studio: contacts, deep", PAGES + "/contacts?after={person}");
        pages.put("Studio: a contact", PAGES + "/contacts/{person}");
        pages.put("Studio: a contact with hundreds of messages", PAGES + "/contacts/{busiest}");
        pages.put("Studio: broadcasts", PAGES + "/broadcasts");
        pages.put("Studio: broadcasts, deep", PAGES + "/broadcasts?after={old}");
        pages.put("Studio: a broadcast", PAGES + "/broadcasts/{broadcast}");
        pages.put("Studio: a broadcast of a million", PAGES + "/broadcasts/{largest}");
        pages.put("Studio: its people", PAGES + "/broadcasts/{largest}/people");
        pages.put("Studio: its people, deep", PAGES + "/broadcasts/{largest}/people?after={end}");
        pages.put("Studio: its people by status", PAGES + "/broadcasts/{largest}/people?status=failure");
        pages.put(
                "Studio: its people by reason",
                PAGES + "/broadcasts/{largest}/people?status=failure&reason=account_error");
        pages.put("Studio: its people by number", PAGES + "/broadcasts/{largest}/people?number={phone}");
        pages.put("Studio: templates", PAGES + "/templates");
        pages.put("Studio: webhooks", PAGES + "/webhooks");
        pages.put("Studio: a webhook", PAGES + "/webhooks/{webhook}");
        return pages;
    }
}
