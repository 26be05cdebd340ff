// The comments of proto files by full name; the generated descriptors do not carry them.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './generated-page.ts';

export function protoComments(): ReadonlyMap<string, string> {
  const comments = new Map<string, string>();
  const folder = join(root, 'proto/hubbub/v1');
  for (const file of readdirSync(folder)) read(readFileSync(join(folder, file), 'utf8'), comments);
  return comments;
}

function read(text: string, comments: Map<string, string>): void {
  const scopes: string[] = ['hubbub.v1'];
  let pending: string[] = [];
  for (const raw of text.split('\n')) {
    const line = raw.trim();
    if (line.startsWith('//')) {
      pending.push(line.slice(2).trim());
      continue;
    }
    const scope = /^(?:message|service|enum|oneof) (\w+) \{/.exec(line)?.[1];
    const name =
      scope ??
      /^rpc (\w+)\(/.exec(line)?.[1] ??
      /^(?:repeated |optional )?[\w.]+ (\w+) = \d+/.exec(line)?.[1];
    // The fields of a oneof belong to its message.
    const isOneof = line.startsWith('oneof ');
    if (name !== undefined && pending.length > 0)
      comments.set([...scopes.filter(Boolean), name].join('.'), pending.join(' '));
    pending = [];
    const opened = (line.match(/\{/g) ?? []).length;
    const closed = (line.match(/\}/g) ?? []).length;
    if (opened > closed) scopes.push(scope !== undefined && !isOneof ? scope : '');
    for (let i = opened; i < closed; i += 1) scopes.pop();
  }
}
