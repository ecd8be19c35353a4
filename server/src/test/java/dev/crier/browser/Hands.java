package dev.crier.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

/// What a person does with a page. Things are called by the names that the screen, or a screen reader, says.
final class Hands {
    private Hands() {}

    /// A part that has just come is deaf for a moment; people are slower than that.
    static void settle(Page page) {
        assertThat(page.locator("main .htmx-request, .htmx-swapping, .htmx-settling, .htmx-added"))
                .hasCount(0);
    }

    static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    static Locator link(Page page, String name) {
        return page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    static Locator field(Page page, String label) {
        return page.getByLabel(label, new Page.GetByLabelOptions().setExact(true));
    }

    static void press(Page page, String button) {
        settle(page);
        button(page, button).first().click();
    }

    static void follow(Page page, String link) {
        settle(page);
        link(page, link).first().click();
    }

    /// On a phone the menu waits behind a button.
    static void showMenu(Page page) {
        Locator button = page.locator(".menu-button");
        if (button.isVisible()) {
            button.click();
        }
    }

    /// Says yes in the dialog that a button has opened.
    static void confirm(Page page) {
        page.locator("dialog[open] button[type=submit]").click();
    }

    /// What the page says about what was just done.
    static Locator notice(Page page) {
        return page.locator("#notice .notice");
    }
}
