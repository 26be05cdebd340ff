// Who this client is to the server: the token, or a cookie that only the browser sees, and the installation's own key.
import type { OperationInput } from '@hubbub/protocol';
import { randomKey, type ClientOptions } from './options.ts';

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

const tokenKey = 'hubbub.token';
const deviceKey = 'hubbub.device';
const classes = ['WEB', 'DESKTOP', 'PHONE', 'TABLET', 'OTHER'];

export class Login {
  #token: string | undefined;

  constructor(readonly options: ClientOptions) {
    const kept =
      options.cookie === true ? undefined : (options.storage?.getItem(tokenKey) ?? undefined);
    this.#token = options.token ?? kept;
  }

  get token(): string | undefined {
    return this.#token;
  }

  keep(token: string): void {
    if (token === '') return;
    this.#token = token;
    this.options.storage?.setItem(tokenKey, token);
  }

  forget(): void {
    this.#token = undefined;
    this.options.storage?.removeItem(tokenKey);
  }

  /** What every way in says of this installation. */
  opening() {
    const { app = '', cookie = false, device = {} } = this.options;
    const key = device.key ?? this.#installation();
    const number = classes.indexOf(device.class ?? (cookie ? 'WEB' : 'OTHER')) + 1;
    return { app, cookie, device: { key, name: device.name ?? '', class: number } };
  }

  openArgs(): OperationInput<'session.open'> {
    return this.#token === undefined ? {} : { token: this.#token };
  }

  /** Without a storage each login is a device of its own. */
  #installation(): string {
    const { storage } = this.options;
    if (storage === undefined) return '';
    const held = storage.getItem(deviceKey);
    if (held !== null) return held;
    const made = randomKey();
    storage.setItem(deviceKey, made);
    return made;
  }
}
