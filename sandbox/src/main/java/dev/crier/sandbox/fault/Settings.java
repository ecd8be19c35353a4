package dev.crier.sandbox.fault;

import tools.jackson.databind.node.ObjectNode;

/** The behaviour in force, and the dice. */
public final class Settings {
    private volatile Behaviour behaviour = Behaviour.initial();
    private final Dice dice;

    public Settings(long seed) {
        this.dice = new Dice(seed);
    }

    public Behaviour now() {
        return behaviour;
    }

    public boolean roll(Knob rate) {
        return dice.roll(now().rate(rate));
    }

    public Dice dice() {
        return dice;
    }

    public synchronized Behaviour change(ObjectNode change) {
        Behaviour next = behaviour.with(change);
        behaviour = next;
        return next;
    }

    public synchronized void reset() {
        behaviour = Behaviour.initial();
        dice.reset();
    }
}
