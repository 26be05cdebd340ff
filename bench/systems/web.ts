// What `web` looks at in a browser: the web app with a room of 10,000 messages, and a bare React list of as many rows.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@hubbub/client';
import { Conversation_Kind } from '@hubbub/protocol';
import type { BrowserContext, Page } from 'playwright-core';
import { buildWeb } from '../../bin/build-web.mjs';
import { launch } from '../server-process.ts';
import { raisedFlags } from './hubbub.ts';

export const messages = 10_000;
const atOnce = 64;
const password = 'correct horse battery';

export interface WebRunning {
  readonly url: string;
  /** Logs the browser in, where there is a login. */
  prepare(context: BrowserContext): Promise<void>;
  /** All messages are in the page. */
  fill(page: Page): Promise<void>;
  /** Messages of others arrive from now on, so many a second. @returns ends it; tells how many there were */
  arrive(page: Page, perSecond: number): Promise<() => Promise<number>>;
  /** So many of others arrive as soon as can be. Resolves when the last of them is drawn. */
  bring(page: Page, count: number): Promise<void>;
  stop(): Promise<void>;
}

export interface WebSystem {
  readonly name: string;
  missing(): string | undefined;
  startWeb(): Promise<WebRunning>;
}

const hubbub: WebSystem = { name: 'hubbub', missing: () => undefined, startWeb: startHubbub };
const bare: WebSystem = { name: 'react', missing: () => undefined, startWeb: startBare };

export const webSystems: readonly WebSystem[] = [hubbub, bare];

async function startBare(): Promise<WebRunning> {
  let brought = 0;
  const peer = join(import.meta.dir, '../peers/react-list.ts');
  const server = await launch({ command: [process.execPath, peer] });
  return {
    url: `http://localhost:${server.port}/`,
    prepare: () => Promise.resolve(),
    fill: () => Promise.resolve(),
    arrive: arriveBare,
    bring: (page, count) => bringBare(page, (brought += count) - count, brought),
    stop: () => server.stop(),
  };
}

async function arriveBare(page: Page, perSecond: number): Promise<() => Promise<number>> {
  const all = await page.evaluateHandle((rate) => {
    const arrived = { count: 0 };
    const timer = setInterval(() => {
      arrived.count += 1;
      dispatchEvent(new CustomEvent('arrive', { detail: `arriving ${arrived.count}` }));
    }, 1000 / rate);
    return { arrived, timer };
  }, perSecond);
  return () =>
    all.evaluate(({ arrived, timer }) => {
      clearInterval(timer);
      return arrived.count;
    });
}

async function bringBare(page: Page, from: number, to: number): Promise<void> {
  await page.evaluate(
    (range) => {
      for (let at = range.from; at < range.to; at += 1)
        dispatchEvent(new CustomEvent('arrive', { detail: `brought ${at + 1}` }));
    },
    { from, to },
  );
  await drawn(page, `brought ${to}`);
}

/** In sight of who stands at the end. */
async function drawn(page: Page, text: string): Promise<void> {
  await page.locator('.messages li', { hasText: new RegExp(`${text}\\b`) }).waitFor();
}

/** As they become due, whatever the answers do. */
function chatter(writer: Client, room: string, perSecond: number): () => Promise<number> {
  const begun = performance.now();
  const sent: Promise<void>[] = [];
  const timer = setInterval(() => {
    const due = ((performance.now() - begun) / 1000) * perSecond;
    while (sent.length < due) sent.push(write(writer, room, `arriving ${sent.length + 1}`));
  }, 1000 / perSecond);
  return async () => {
    clearInterval(timer);
    await Promise.all(sent);
    return sent.length;
  };
}

async function startHubbub(): Promise<WebRunning> {
  await buildWeb(process.execPath);
  const data = mkdtempSync(join(tmpdir(), 'hubbub-bench-web-'));
  const main = join(import.meta.dir, '../../packages/server/src/main.ts');
  const flags = ['--port', '0', '--data', data, '--log-level', 'warn', ...raisedFlags];
  const command = [process.execPath, main, 'serve', ...flags];
  const server = await launch({ command, readPort });
  const url = `http://localhost:${server.port}`;
  const writer = new Client({ url, codec: 'proto' });
  await writer.signUp({ username: 'writer', password });
  await writer.connect();
  const room = await converse(writer, url);
  let brought = 0;
  return {
    url: `${url}/c/${room}`,
    async prepare(context) {
      await context.request.post(`${url}/hubbub.v1.AccountService/LogIn`, {
        headers: { origin: url },
        data: { username: 'reader', password, cookie: true, device: { class: 'WEB' } },
      });
    },
    fill,
    arrive: (_page, perSecond) => Promise.resolve(chatter(writer, room, perSecond)),
    async bring(page, count) {
      const from = brought;
      brought += count;
      await all(count, (at) => write(writer, room, `brought ${from + at + 1}`));
      await drawn(page, `brought ${brought}`);
    },
    async stop() {
      writer.close();
      await server.stop();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

function readPort(line: string): number | undefined {
  const port = /http:\/\/[^:\s]+:(\d+)/.exec(line)?.[1];
  return port === undefined ? undefined : Number(port);
}

async function converse(writer: Client, url: string): Promise<string> {
  const { conversation } = await writer.call('conversation.create', {
    kind: Conversation_Kind.ROOM,
    title: 'lobby',
  });
  const room = conversation?.id ?? '';
  const reader = new Client({ url });
  await reader.signUp({ username: 'reader', password });
  await reader.http('conversation.join', { conversation: room });
  await all(messages, (at) => write(writer, room, `message ${at + 1}`));
  return room;
}

async function all(count: number, one: (at: number) => Promise<void>): Promise<void> {
  for (let begun = 0; begun < count; begun += atOnce) {
    const size = Math.min(atOnce, count - begun);
    await Promise.all(Array.from({ length: size }, (_, at) => one(begun + at)));
  }
}

async function write(writer: Client, conversation: string, text: string): Promise<void> {
  const content = { case: 'text', value: text } as const;
  await writer.call('message.send', { conversation, clientMsgId: text, content });
}

/** Page after page, as somebody who scrolls up for long. */
async function fill(page: Page): Promise<void> {
  await page.evaluate(async (first) => {
    const scroller = document.querySelector('.messages');
    while (scroller && !document.body.textContent.includes(first)) {
      scroller.scrollTop = 0;
      await new Promise(requestAnimationFrame);
    }
  }, 'This is where lobby begins.');
}
