/// The demo: a whole broadcast against a WhatsApp of its own, on parts that are all real.
///
/// In: a data folder. Out: a bot that is ready to send, a broadcast with its outcome, `demo.json`, curl lines to go on.
@NullMarked
package dev.crier.cli.demo;

import org.jspecify.annotations.NullMarked;
