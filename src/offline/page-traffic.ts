/** What pages are loading over the network at the moment. Filling the copy waits for it, so that it slows no lesson. */

/** A connection that has brought nothing for so long is not waited for; milliseconds. */
const STALLED = 5_000;
/** Between two looks; milliseconds. */
const LOOK_AGAIN = 50;

export interface Transfer {
  /** Bytes have come. */
  alive(): void;
  end(): void;
}

export class PageTraffic {
  /** When each was heard of last. */
  readonly #heard = new Map<Transfer, number>();

  begin(): Transfer {
    const heard = this.#heard;
    const transfer: Transfer = {
      alive: () => void heard.set(transfer, Date.now()),
      end: () => void heard.delete(transfer),
    };
    transfer.alive();
    return transfer;
  }

  /** Resolves when no page is loading anything, or there is another reason to go on. */
  async quiet(goesOn: () => boolean = () => false): Promise<void> {
    while (this.#isBusy() && !goesOn())
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN));
  }

  #isBusy(): boolean {
    const now = Date.now();
    for (const heard of this.#heard.values()) if (now - heard < STALLED) return true;
    return false;
  }
}
