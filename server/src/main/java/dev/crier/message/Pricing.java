package dev.crier.message;

import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// How Meta prices a message, as one of its webhooks said. Meta bills when the message is delivered.
public record Pricing(Category category, Type type) {
    /// Meta's categories of prices. The number is stored, so it never changes.
    public enum Category {
        OTHER(0),
        MARKETING(1),
        UTILITY(2),
        AUTHENTICATION(3),
        AUTHENTICATION_INTERNATIONAL(4),
        SERVICE(5),
        MARKETING_LITE(6),
        REFERRAL_CONVERSION(7);

        private final int number;

        Category(int number) {
            this.number = number;
        }

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// The category of that name, with `-` or `_`; [#OTHER] for one that Meta has made since.
        public static Category of(@Nullable String wire) {
            String name = wire == null ? "" : wire.toUpperCase(Locale.ROOT).replace('-', '_');
            return Stream.of(values())
                    .filter(each -> each.name().equals(name))
                    .findFirst()
                    .orElse(OTHER);
        }
    }

    /// Whether it costs something. The number is stored, so it never changes.
    public enum Type {
        REGULAR(0),
        /// Inside of an open customer service window.
        FREE_CUSTOMER_SERVICE(1),
        /// Within 72 hours of a click on an ad.
        FREE_ENTRY_POINT(2),
        /// For a reason that we have no name for.
        FREE(3);

        private final int number;

        Type(int number) {
            this.number = number;
        }

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final int TYPES = 8;

    /// The pricing in Meta's words.
    ///
    /// @param billable Meta is giving it up, so it only counts where the type says nothing
    public static Pricing of(@Nullable String category, @Nullable String type, @Nullable Boolean billable) {
        return new Pricing(Category.of(category), type(type == null ? "" : type.toLowerCase(Locale.ROOT), billable));
    }

    private static Type type(String wire, @Nullable Boolean billable) {
        return switch (wire) {
            case "regular" -> Type.REGULAR;
            case "free_customer_service" -> Type.FREE_CUSTOMER_SERVICE;
            case "free_entry_point" -> Type.FREE_ENTRY_POINT;
            default -> wire.startsWith("free") || Boolean.FALSE.equals(billable) ? Type.FREE : Type.REGULAR;
        };
    }

    /// As it is stored.
    public short code() {
        return (short) (category.number * TYPES + type.number);
    }

    public static Pricing of(int code) {
        Category category = Stream.of(Category.values())
                .filter(each -> each.number == code / TYPES)
                .findFirst()
                .orElse(Category.OTHER);
        Type type = Stream.of(Type.values())
                .filter(each -> each.number == code % TYPES)
                .findFirst()
                .orElse(Type.REGULAR);
        return new Pricing(category, type);
    }

    public boolean isCharged() {
        return type == Type.REGULAR;
    }
}
