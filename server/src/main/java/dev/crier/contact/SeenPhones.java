package dev.crier.contact;

/// The phones of a table and the rows that had them first: 24 bytes a phone, so that a million fit anywhere.
final class SeenPhones {
    private static final int FIRST_CAPACITY = 1 << 12;

    private long[] phones = new long[FIRST_CAPACITY];
    private int[] rows = new int[FIRST_CAPACITY];
    private int size;

    /// The row that had this phone before; 0 if none had, and then this one has.
    int first(String phone, int row) {
        if (2 * size >= phones.length) {
            grow();
        }
        long key = Long.parseLong(phone, 1, phone.length(), 10);
        int place = place(phones, key);
        if (phones[place] == key) {
            return rows[place];
        }
        phones[place] = key;
        rows[place] = row;
        size++;
        return 0;
    }

    /// Where `key` is, or where it would be. No phone is 0.
    private static int place(long[] phones, long key) {
        int mask = phones.length - 1;
        int place = (int) ((key * 0x9E3779B97F4A7C15L) >>> 40) & mask;
        while (phones[place] != 0 && phones[place] != key) {
            place = (place + 1) & mask;
        }
        return place;
    }

    private void grow() {
        long[] larger = new long[2 * phones.length];
        int[] moved = new int[larger.length];
        for (int i = 0; i < phones.length; i++) {
            if (phones[i] != 0) {
                int place = place(larger, phones[i]);
                larger[place] = phones[i];
                moved[place] = rows[i];
            }
        }
        phones = larger;
        rows = moved;
    }
}
