/// The command line: the server, the sandbox, the demo, administration, and a client of the API.
///
/// In: arguments. Out: lines for people or JSON for programs on stdout, one sentence on stderr when it fails, an exit
/// code (0 done, 1 failed, 2 not understood). Administration works on the database, beside a server or without one;
/// `broadcast` and `status` speak HTTP like any back office.
@NullMarked
package dev.crier.cli;

import org.jspecify.annotations.NullMarked;
