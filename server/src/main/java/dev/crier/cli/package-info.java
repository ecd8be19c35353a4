/// The command line: the server, the sandbox, the demo, administration, and a client of the API.
///
/// In: arguments. Out: lines for people or JSON for programs on stdout, one sentence on stderr when it fails, an exit
/// code ([Exit]). Administration works on the database, beside a server or without one; `broadcast`, `broadcasts`,
/// `status`, `contacts` and `templates` speak HTTP like any back office, by the client of `dev.crier.client`.
@NullMarked
package dev.crier.cli;

import org.jspecify.annotations.NullMarked;
