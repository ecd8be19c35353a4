/// Environments, bots, their keys and the features they ordered; who may do what over the API.
///
/// In: a request with a key. Out: the bot it may act for.
@NullMarked
package dev.crier.account;

import org.jspecify.annotations.NullMarked;
