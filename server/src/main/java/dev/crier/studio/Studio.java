package dev.crier.studio;

import java.util.List;

/// The Studio as a whole: its slices behind one door.
public final class Studio {
    private Studio() {}

    /// Pages that belong together, with the features' own classes that they call: the same that the API calls.
    @FunctionalInterface
    public interface Slice {
        void register(Pages pages);
    }

    public static void register(Pages pages, List<Slice> slices) {
        slices.forEach(slice -> slice.register(pages));
        pages.registerRest();
    }
}
