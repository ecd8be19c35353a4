/// The first page of a bot: figures of the day, what runs, what needs somebody, and the first steps of a new bot.
///
/// In: what the rooms know. Out: decisions on records ([Attention], [FirstSteps]) and the page that shows them.
@NullMarked
package dev.crier.studio.home;

import org.jspecify.annotations.NullMarked;
