package dev.crier.tabular;

import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Keeps a spreadsheet from running what somebody wrote into a contact's name: a CSV cell that begins as a formula does
/// gets a leading apostrophe, which spreadsheets take for "this is text".
///
/// A number is no formula, so phones (`+31612345678`) and `-5` stay as they are. Reading takes the apostrophe off
/// again, so what we wrote comes back as it was; one of the text itself is doubled for that reason.
final class FormulaGuard {
    /// Also in the full width that East Asian keyboards write, which Excel takes for the same.
    private static final String TRIGGERS = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20";

    private static final Predicate<String> NUMBER =
            Pattern.compile("[+-]?[0-9]{1,15}([.,][0-9]{1,15})?").asMatchPredicate();

    private FormulaGuard() {}

    static String write(String cell) {
        return isFormula(cell) && !NUMBER.test(cell) ? "'" + cell : cell;
    }

    static String read(String cell) {
        return cell.startsWith("'") && isFormula(cell) ? cell.substring(1) : cell;
    }

    /// Whether a trigger comes first, or after nothing but apostrophes.
    private static boolean isFormula(String cell) {
        int i = 0;
        while (i < cell.length() && cell.charAt(i) == '\'') {
            i++;
        }
        return i < cell.length() && TRIGGERS.indexOf(cell.charAt(i)) >= 0;
    }
}
