// The page of a chat app: a session in a cookie, one room at a time. What is shown is always `client.state`, so that it is
// right after a lost connection too.
import { Client, OperationError } from '@hubbub/client';

const ROOM = 3;
const client = new Client({ url: location.origin, cookie: true, storage: localStorage });
let room = '';
let endWatch: (() => void) | undefined;

client.state.subscribe('inbox', show);
client.state.subscribe('users', show);
client.on('status', (status) => {
  if (status === 'refused') outside();
});
onSubmit('enter', async (form, how) => {
  const who = { username: text(form, 'username'), password: text(form, 'password') };
  await (how === 'signUp' ? client.signUp(who) : client.logIn(who));
  await client.connect();
  inside();
});
onSubmit('room', async (form) => enter(text(form, 'title')));
onSubmit('say', async (form) => {
  client.send(room, text(form, 'text'));
  element('say', HTMLFormElement).reset();
});
element('leave').onclick = () =>
  tried(async () => {
    await client.call('conversation.leave', { conversation: room });
    room = '';
    endWatch?.();
  });
element('out').onclick = () =>
  tried(async () => {
    await client.logOut();
    outside();
  });
// The cookie of the last visit, if there is one.
client.connect().then(inside, outside);

/** Enters the oldest room of this title, or makes it. */
async function enter(title: string): Promise<void> {
  const found = await client.call('conversation.list', { kind: ROOM, query: title });
  const known = found.conversations.find((one) => one.title === title)?.id;
  if (known === undefined) {
    const made = await client.call('conversation.create', { kind: ROOM, title });
    room = made.conversation?.id ?? '';
  } else {
    await client.call('conversation.join', { conversation: known });
    room = known;
  }
  endWatch?.();
  endWatch = client.watch({ conversation: room }, ({ count }) => {
    element('here').textContent = `${count} here`;
  });
  client.state.subscribe(`conversation:${room}`, show);
  await client.open(room);
}

function show(): void {
  const view = client.state.conversation(room);
  for (const id of ['leave', 'say', 'here', 'messages']) element(id).hidden = view === undefined;
  element('where').textContent = view?.conversation.title ?? '';
  const lines = (view?.messages ?? []).map(({ sender, content }) => {
    const name = client.state.user(sender)?.displayName ?? '…';
    return `${name}: ${content.case === 'text' ? content.value : ''}`;
  });
  const waiting = (view?.pending ?? []).map(({ text }) => `… ${text}`);
  element('messages').replaceChildren(...[...lines, ...waiting].map(item));
}

function item(line: string): HTMLLIElement {
  const row = document.createElement('li');
  row.textContent = line;
  return row;
}

function inside(): void {
  element('enter').hidden = true;
  element('inside').hidden = false;
  show();
}

function outside(): void {
  room = '';
  endWatch?.();
  element('enter').hidden = false;
  element('inside').hidden = true;
}

function onSubmit(id: string, run: (form: FormData, how: string) => Promise<void>): void {
  element(id).addEventListener('submit', (event) => {
    event.preventDefault();
    const { submitter } = event;
    const how = submitter instanceof HTMLButtonElement ? submitter.value : '';
    if (event.target instanceof HTMLFormElement) {
      const form = new FormData(event.target);
      tried(() => run(form, how));
    }
  });
}

function tried(work: () => Promise<void>): void {
  const problem = element('problem');
  problem.textContent = '';
  work()
    .then(show)
    .catch((error: unknown) => {
      problem.textContent = error instanceof OperationError ? error.message : String(error);
    });
}

function text(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
}

function element<T extends HTMLElement = HTMLElement>(
  id: string,
  type: new () => T = HTMLElement as new () => T,
): T {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`the page has no #${id}`);
  return found;
}
