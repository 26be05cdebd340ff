// A database for one run alone: made on a server that is named or brought along, dropped in the end.
import { execute, Postgres } from './postgres.ts';

export interface Database {
  readonly url: string;
  /** Where the proof brought the server along, that too. */
  readonly server: Postgres | undefined;
  close(): Promise<void>;
}

/** @param wanted postgres://…: on that server; postgres: on one of its own; nothing: SQLite, and no database to make */
export async function openDatabase(wanted: string | undefined): Promise<Database | undefined> {
  if (wanted === undefined) return undefined;
  if (wanted === 'postgres') return onOwnServer();
  if (!/^postgres(?:ql)?:\/\//.test(wanted))
    throw new Error('--database is postgres://USER@HOST:PORT/NAME, or postgres for one of its own');
  return await onServer(wanted);
}

async function onOwnServer(): Promise<Database> {
  const server = await Postgres.start();
  const { url } = await onServer(server.url);
  return { url, server, close: () => server.stop() };
}

async function onServer(address: string): Promise<Database> {
  const name = `hubbub_proof_${crypto.randomUUID().replaceAll('-', '')}`;
  await execute(address, `create database ${name} encoding 'UTF8' template template0`);
  const url = new URL(address);
  url.pathname = `/${name}`;
  const close = async () => void (await execute(address, `drop database ${name} with (force)`));
  return { url: url.href, server: undefined, close };
}
