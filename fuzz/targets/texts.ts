import fc from 'fast-check';
import { pageOf, formatCursor } from '../../packages/server/src/features/moment/page.ts';
import { clientAddresses } from '../../packages/server/src/gateway/addresses.ts';
import { sessionCookie } from '../../packages/server/src/gateway/cookies.ts';
import { cleanFileName } from '../../packages/server/src/rules/file-name.ts';
import { countThatFit } from '../../packages/server/src/rules/sync.ts';
import { formatId, parseId } from '@hubbub/protocol';
import { mutatedText, piecesOf } from '../arbitrary.ts';
import { must, refusal, target } from '../target.ts';

const cookie = sessionCookie(false);
const token = fc.stringMatching(/^[\w-]{1,60}$/);
const addressOf = clientAddresses(['127.0.0.1', '10.0.0.0/8', 'fd00::/8']);
const forwarded = [
  '10.0.0.1',
  '127.0.0.1',
  '::1',
  '::ffff:10.0.0.1',
  ',',
  ' ',
  '1.2.3.4',
  'fd00::1',
  'x',
  '999.1.1.1',
  '1.2.3.4:80',
];
const key = fc.maxSafeNat();

export const texts = [
  target({
    name: 'cookies',
    what: 'the Cookie header',
    inputs: fc.oneof(
      mutatedText(token.map((value) => `a=b; hubbub=${value}; c="d"`)),
      piecesOf(['hubbub', '=', ';', ' ', '"', ',', '__proto__', 'hubbub=x', '\t', '%00']),
    ),
    check: (header: string) => {
      const read = cookie.read(header);
      must(read === undefined || (read !== '' && !read.includes(';')), `read as ${read}`);
      const plain = encodeURIComponent(header.toWellFormed());
      const written = cookie.write(plain, 60);
      must(
        cookie.read(written.split(';')[0] ?? '') === (plain || undefined),
        'it is not read again',
      );
    },
  }),
  target({
    name: 'cursors',
    what: 'the places where pages of moments go on, and ids',
    inputs: fc.oneof(
      mutatedText(
        fc
          .tuple(key, key)
          .map(([createdAt, id]) => formatCursor({ createdAt: createdAt % 1e15, id })),
      ),
      piecesOf(['.', '0', '9', 'mom_', 'mom_00000000001', '-1', '1e3', '٣']),
    ),
    check: (before: string) => {
      let page: ReturnType<typeof pageOf> | undefined;
      const reason = refusal(() => (page = pageOf({ before, limit: 0 })));
      must(reason === undefined || reason === 'FIELD', `refused as ${reason}`);
      const from = page?.before;
      if (from === undefined) return;
      must(
        Bun.deepEquals(pageOf({ before: formatCursor(from), limit: 0 }).before, from),
        'it moves',
      );
      must(parseId('mom', formatId('mom', from.id)) === from.id, 'the id is another');
    },
  }),
  target({
    name: 'versions',
    what: 'where a page of a stream ends',
    inputs: fc.record({
      versions: fc.array(fc.nat(20), { minLength: 1, maxLength: 50 }),
      limit: fc.integer({ min: 1, max: 60 }),
    }),
    check: ({ versions, limit }) => {
      const rows = versions.toSorted((a, b) => a - b).map((version) => ({ version }));
      const count = countThatFit(rows, limit);
      must(count >= 1 && count <= rows.length, `${count} of ${rows.length}`);
      must(rows[count - 1]?.version !== rows[count]?.version, 'it ends within a version');
    },
  }),
  target({
    name: 'addresses',
    what: 'X-Forwarded-For',
    inputs: fc.record({
      peer: fc.constantFrom('127.0.0.1', '::1', '10.1.2.3', '192.0.2.1', '::ffff:127.0.0.1', ''),
      header: piecesOf(forwarded),
    }),
    check: ({ peer, header }) => {
      const address = addressOf(peer, header);
      must(address === peer || address === peer.slice(7) || header.includes(address), address);
    },
  }),
  target({
    name: 'file-names',
    what: 'the names of uploads',
    inputs: fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      piecesOf([
        '/',
        '\\',
        '..',
        '.',
        ' ',
        '\u202e',
        'CON',
        '.tar.gz',
        '"',
        '\u0000',
        'e\u0301',
        '👩‍👩‍👧',
      ]),
    ),
    check: (given: string) => {
      const name = cleanFileName(given);
      must(name !== '' && !/[/\\\p{Cc}\p{Cf}\p{Cs}]/u.test(name), `called ${JSON.stringify(name)}`);
      must(Array.from(name).length <= 120 && name.isWellFormed(), 'too long, or half a character');
      must(cleanFileName(name) === name, 'another name the second time');
    },
  }),
];
