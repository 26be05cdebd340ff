// Those who wait for connect(): all of them get the one outcome.
import { OperationError, type User } from '@hubbub/protocol';

interface Waiter {
  resolve(user: User): void;
  reject(error: OperationError): void;
}

export class Connecting {
  #waiters: Waiter[] = [];

  wait(): Promise<User> {
    return new Promise((resolve, reject) => this.#waiters.push({ resolve, reject }));
  }

  settle(outcome: User | OperationError): void {
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const waiter of waiters) {
      if (outcome instanceof OperationError) waiter.reject(outcome);
      else waiter.resolve(outcome);
    }
  }
}
