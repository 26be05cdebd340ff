// The opening handshake (RFC 6455, 4.2; RFC 9110 for what HTTP says of requests): what is let in, what is refused, and that no
// extension is negotiated (RFC 7692, 5: a server may decline every offer by naming none).
import { ping, pieces, request, text, type HandshakeCase } from './case.ts';
import { bytesOf, join } from './frame.ts';

const usual = {
  host: 'Host: localhost',
  upgrade: 'Upgrade: websocket',
  connection: 'Connection: Upgrade',
  key: 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  version: 'Sec-WebSocket-Version: 13',
  protocol: 'Sec-WebSocket-Protocol: hubbub.json',
};
type Line = keyof typeof usual;

/** The usual request with some of its lines in another form; null leaves a line out. */
export function head(
  other: Partial<Record<Line, string | null>> = {},
  more: readonly string[] = [],
  line = 'GET /v1/socket HTTP/1.1',
): string {
  const lines = Object.entries({ ...usual, ...other }).flatMap(([, said]) => said ?? []);
  return `${[line, ...lines, ...more].join('\r\n')}\r\n\r\n`;
}

/** From RFC 6455, 1.3. */
const accepted = 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=';
const welcome = {
  status: 101,
  headers: {
    'sec-websocket-accept': accepted,
    'sec-websocket-protocol': 'hubbub.json',
    'sec-websocket-extensions': null,
  },
} as const;

function lets(name: string, ...built: Parameters<typeof head>): HandshakeCase {
  return { name, request: [head(...built)], ...welcome };
}

function refuses(
  name: string,
  status: HandshakeCase['status'],
  ...built: Parameters<typeof head>
): HandshakeCase {
  return {
    name,
    request: [head(...built)],
    status,
    headers: { 'sec-websocket-accept': null },
  };
}

const good: readonly HandshakeCase[] = [
  lets('the request of RFC 6455'),
  lets('Upgrade in capitals', { upgrade: 'Upgrade: WEBSOCKET' }),
  lets('Upgrade in both', { upgrade: 'Upgrade: WebSocket' }),
  lets('names of headers in lower case', {
    host: 'host: localhost',
    upgrade: 'upgrade: websocket',
    connection: 'connection: upgrade',
    key: 'sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==',
    version: 'sec-websocket-version: 13',
    protocol: 'sec-websocket-protocol: hubbub.json',
  }),
  lets('names of headers in capitals', { key: 'SEC-WEBSOCKET-KEY: dGhlIHNhbXBsZSBub25jZQ==' }),
  lets('Connection: keep-alive, Upgrade', { connection: 'Connection: keep-alive, Upgrade' }),
  lets('Connection: upgrade', { connection: 'Connection: upgrade' }),
  lets('white space around values', { version: 'Sec-WebSocket-Version:   13  ' }),
  lets('no white space before values', { version: 'Sec-WebSocket-Version:13' }),
  lets('a query behind the path', {}, [], 'GET /v1/socket?a=1 HTTP/1.1'),
  lets('headers nobody knows', {}, ['X-Nobody: knows', 'X-Empty:']),
  lets(
    'a hundred headers',
    {},
    Array.from({ length: 90 }, (_, i) => `X-${i}: ${i}`),
  ),
  lets('a cookie of somebody else', {}, ['Cookie: a=b; c=d']),
  ...['permessage-deflate', 'permessage-deflate; client_max_window_bits'].map((offer) =>
    lets(`the offer ${offer} is declined`, {}, [`Sec-WebSocket-Extensions: ${offer}`]),
  ),
  lets('two offers in one header are declined', {}, [
    'Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover; client_max_window_bits=8, permessage-deflate',
  ]),
  lets('two headers with offers are declined', {}, [
    'Sec-WebSocket-Extensions: permessage-deflate',
    'Sec-WebSocket-Extensions: x-webkit-deflate-frame',
  ]),
  ...['permessage-deflate; server_max_window_bits=99', 'foo', 'permessage-deflate; a; a'].map(
    (offer) =>
      lets(`an offer nobody can take: ${offer}`, {}, [`Sec-WebSocket-Extensions: ${offer}`]),
  ),
  lets('our subprotocol behind another', { protocol: 'Sec-WebSocket-Protocol: chat, hubbub.json' }),
  lets('our subprotocol without white space', {
    protocol: 'Sec-WebSocket-Protocol: chat,hubbub.json,x',
  }),
  lets('the first of our two subprotocols', {
    protocol: 'Sec-WebSocket-Protocol: hubbub.json, hubbub.proto',
  }),
  lets('subprotocols in two headers', { protocol: 'Sec-WebSocket-Protocol: chat' }, [
    'Sec-WebSocket-Protocol: hubbub.json',
  ]),
  {
    name: 'the binary subprotocol',
    codec: 'proto',
    request: [head({ protocol: 'Sec-WebSocket-Protocol: hubbub.proto' })],
    status: 101,
    headers: { 'sec-websocket-protocol': 'hubbub.proto' },
  },
  {
    name: 'another key has another answer',
    request: [head({ key: 'Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA==' })],
    status: 101,
    headers: { 'sec-websocket-accept': 'C/0nmHhBztSRGR1CwL6Tf4ZjwpY=' },
  },
];

const written: readonly HandshakeCase[] = [
  ...[1, 7, 50].map((size): HandshakeCase => ({
    name: `a request written in pieces of ${size}`,
    request: pieces(bytesOf(head()), size),
    ...welcome,
  })),
  {
    name: 'a frame behind the request, in the same write',
    request: [join([bytesOf(head()), text(request(1)), ping('early')])],
    replies: [1],
    pongs: ['early'],
    ...welcome,
  },
  {
    name: 'half a frame behind the request, the rest later',
    request: [join([bytesOf(head()), text(request(1)).slice(0, 9)]), text(request(1)).slice(9)],
    replies: [1],
    ...welcome,
  },
];

const refused: readonly HandshakeCase[] = [
  refuses('no Upgrade', 400, { upgrade: null }),
  refuses('another Upgrade', 400, { upgrade: 'Upgrade: h2c' }),
  refuses('no Connection', 400, { connection: null }),
  refuses('Connection without Upgrade', 400, { connection: 'Connection: keep-alive' }),
  refuses('no key', 400, { key: null }),
  refuses('an empty key', 400, { key: 'Sec-WebSocket-Key:' }),
  refuses('a key of 15 bytes', 400, { key: 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25j' }),
  refuses('a key of 17 bytes', 400, { key: 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZSE=' }),
  refuses('a key that is no base64', 400, { key: 'Sec-WebSocket-Key: ????????????????????????' }),
  refuses('a key without its padding', 400, { key: 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ' }),
  refuses('two keys', 400, {}, ['Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA==']),
  ...['0', '7', '8', '12', '14', '255', '13, 8', 'x', '13.0', '0x0d'].map((version) => ({
    ...refuses(`version ${version}`, 426, { version: `Sec-WebSocket-Version: ${version}` }),
    headers: { 'sec-websocket-version': '13', 'sec-websocket-accept': null },
  })),
  {
    ...refuses('no version', 426, { version: null }),
    headers: { 'sec-websocket-version': '13', 'sec-websocket-accept': null },
  },
  refuses('no subprotocol', 400, { protocol: null }),
  refuses('a subprotocol we do not speak', 400, { protocol: 'Sec-WebSocket-Protocol: chat' }),
  refuses('our subprotocol in capitals', 400, { protocol: 'Sec-WebSocket-Protocol: HUBBUB.JSON' }),
  refuses('a subprotocol that begins like ours', 400, {
    protocol: 'Sec-WebSocket-Protocol: hubbub.jsonx',
  }),
  ...['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'].map((method) =>
    refuses(`the method ${method}`, 400, {}, [], `${method} /v1/socket HTTP/1.1`),
  ),
  refuses('HTTP/1.0', 400, {}, [], 'GET /v1/socket HTTP/1.0'),
  refuses('no Host', 400, { host: null }),
  refuses('a page of another origin', 403, {}, ['Origin: https://elsewhere.example']),
  refuses('a page without an origin of its own', 403, {}, ['Origin: null']),
  refuses('another path', 'no socket', {}, [], 'GET /v1/sockets HTTP/1.1'),
  refuses('a path that goes up and down', 'no socket', {}, [], 'GET /v1/../v2/socket HTTP/1.1'),
  refuses('a space before a colon', 400, {}, ['X-Bad : 1']),
  refuses('a line without a colon', 400, {}, ['nothing']),
  refuses('a header of 64 KiB', 431, {}, [`X-Long: ${'x'.repeat(65_536)}`]),
];

export const handshakes: readonly HandshakeCase[] = [...good, ...written, ...refused];
