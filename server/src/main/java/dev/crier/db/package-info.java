/// The database: the pool, transactions, migrations, and a PostgreSQL of our own where none is given.
///
/// In: settings. Out: connections. Knows no feature; each feature keeps its SQL in its own Store.
@NullMarked
package dev.crier.db;

import org.jspecify.annotations.NullMarked;
