/** Does one item of one kind of work. Items may be done by any thread in any order: the result must not depend on it. */
export type Work = (kind: number, item: number) => void;

/** Places in the memory that threads share. */
const [ticket, kindOf, itemsOf, done, failed, length] = [0, 1, 2, 3, 4, 5];
/** Looks at the ticket before a thread goes to sleep, about 20 µs: waking it takes longer than most serial parts between two loops. */
const spins = 4000;
/** Idle milliseconds after which a worker gives up on a caller that has gone away. */
const patience = 30_000;
const closed = -1;

/**
 * A loop whose items are done by whichever threads there are. The caller's thread does all of them that no worker has taken, so that
 * workers can come late or never.
 *
 * The ticket holds the round in its upper half and the items not yet taken in its lower half, in one word: a thread takes an item by
 * comparing and exchanging it, which fails when another was faster or the round is over.
 */
export class SharedLoop {
  static readonly length = length;
  readonly #control: Int32Array;
  #round = 0;

  /** @param control SharedLoop.length zeros in shared memory, the same ones in each thread */
  constructor(control: Int32Array) {
    this.#control = control;
  }

  /** Does the items from 0 to `items` - 1, 65,535 at most, and returns when all are done. @throws Error when a worker failed */
  run(kind: number, items: number, work: Work): void {
    const control = this.#control;
    control[kindOf] = kind;
    control[itemsOf] = items;
    Atomics.store(control, done, 0);
    // Never -1, which is the end.
    this.#round = (this.#round + 1) & 0x7fff;
    Atomics.store(control, ticket, (this.#round << 16) | items);
    Atomics.notify(control, ticket);
    while (this.#take(work)) {}
    let count = Atomics.load(control, done);
    for (let spin = 0; count < items; spin++) {
      if (spin > spins) Atomics.wait(control, done, count, 1);
      count = Atomics.load(control, done);
    }
    if (Atomics.load(control, failed) === 1)
      throw new Error('a worker failed: its own error was thrown in it');
  }

  /** What a worker does: takes part until the caller closes the loop. */
  serve(work: Work): void {
    const control = this.#control;
    for (;;) {
      while (this.#take(work)) {}
      let seen = Atomics.load(control, ticket);
      for (let spin = 0; spin < spins && isTaken(seen); spin++) seen = Atomics.load(control, ticket);
      if (seen === closed) return;
      if (isTaken(seen) && Atomics.wait(control, ticket, seen, patience) === 'timed-out') return;
    }
  }

  /** Sends the workers home. */
  close(): void {
    Atomics.store(this.#control, ticket, closed);
    Atomics.notify(this.#control, ticket);
  }

  /** @returns whether there was an item left */
  #take(work: Work): boolean {
    const control = this.#control;
    const seen = Atomics.load(control, ticket);
    if (isTaken(seen)) return false;
    // Of this round if the exchange succeeds: the caller writes them for the next one only when every item is done.
    const [kind, item] = [control[kindOf]!, control[itemsOf]! - (seen & 0xffff)];
    if (Atomics.compareExchange(control, ticket, seen, seen - 1) !== seen) return true;
    try {
      work(kind, item);
    } catch (error) {
      Atomics.store(control, failed, 1);
      throw error;
    } finally {
      Atomics.add(control, done, 1);
      Atomics.notify(control, done);
    }
    return true;
  }
}

function isTaken(state: number): boolean {
  return state === closed || (state & 0xffff) === 0;
}
