// How the user stands to others, as all devices have it: read once per connection, then kept by the items of SELF.
import type { Client } from '@hubbub/client';
import { Item_Kind, type Contact } from '@hubbub/protocol';
import { createStore, type StoreApi } from 'zustand/vanilla';

type ById = ReadonlyMap<string, Contact>;

export interface Contacts {
  readonly store: StoreApi<ById>;
  /** What an answer told; the item of SELF comes too. */
  readonly learn: (contact: Contact | undefined) => void;
}

const pageSize = 500;

export function createContacts(client: Client): Contacts {
  const store = createStore<ById>(() => new Map());
  const learn = (contact: Contact | undefined): void => {
    if (contact) store.setState((old) => new Map(old).set(contact.user, contact), true);
  };
  client.on('change', ({ items }) => {
    for (const { kind, key, removed, contact } of items) {
      if (kind !== Item_Kind.CONTACT) continue;
      if (removed) store.setState((old) => new Map([...old].filter(([id]) => id !== key)), true);
      else learn(contact);
    }
  });
  client.on('status', (status) => {
    // Asked again with the next connection.
    if (status === 'online')
      readAll(client).then(
        (all) => store.setState(all, true),
        () => undefined,
      );
  });
  return { store, learn };
}

async function readAll(client: Client): Promise<ById> {
  const all = new Map<string, Contact>();
  let after = '';
  do {
    const page = await client.call('contact.list', { after, limit: pageSize });
    for (const contact of page.contacts) all.set(contact.user, contact);
    after = page.next;
  } while (after !== '');
  return all;
}
