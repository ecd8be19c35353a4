/// The end-to-end benchmark: the real server, its PostgreSQL and a minimal sink in WhatsApp's place, each as a process
/// of its own, so that each one's CPU and memory can be told apart.
///
/// In: a number of recipients. Out: a table, on the terminal and in docs/performance.md.
@NullMarked
package dev.crier.bench;

import org.jspecify.annotations.NullMarked;
