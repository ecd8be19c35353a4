package dev.crier.studio.members;

import dev.crier.account.SignIn;
import dev.crier.studio.Pages;
import dev.crier.studio.Studio;

/// What the pages of members work with.
///
/// @param publicUrl how the world reaches us, for links; empty: the address by which an administrator does
public record MemberRooms(SignIn signIn, String publicUrl) implements Studio.Slice {
    @Override
    public void register(Pages pages) {
        new SignInPages(pages, signIn).register();
        new BotPages(pages).register();
        new AccountPages(pages).register();
        new MemberPages(pages, publicUrl).register();
        new AuditPages(pages).register();
    }
}
