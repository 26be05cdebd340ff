// The yardstick of the case api: Connect as it comes, on the ports and with the messages of Hubbub. It answers with what it
// was given: no login, no store, no limits.
import { createServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { createConnectRouter, type ConnectRouter } from '@connectrpc/connect';
import { connectNodeAdapter } from '@connectrpc/connect-node';
import {
  universalServerRequestFromFetch,
  universalServerResponseToFetch,
} from '@connectrpc/connect/protocol';
import { MessageService, UserService } from '@hubbub/protocol';

function routes(router: ConnectRouter): ConnectRouter {
  const createdAt = { seconds: 1_700_000_000n, nanos: 0 };
  const sender = 'usr_00000000001';
  router.rpc(MessageService.method.send, ({ conversation, content }) => {
    const message = { conversation, seq: 1, version: 1, sender, content, createdAt };
    return { message, change: { conversation, base: 0, version: 1, messages: [message] } };
  });
  router.rpc(UserService.method.get, ({ users }) => ({
    users: users.map((id) => ({ id, username: 'user0', displayName: 'user0', counter: 1 })),
  }));
  return router;
}

const grpc = createServer(connectNodeAdapter({ routes, grpcWeb: false, connect: false }));
await new Promise<void>((resolve) => grpc.listen(0, '127.0.0.1', resolve));

const { handlers } = routes(createConnectRouter({ grpc: false }));
const byPath = new Map(handlers.map((handler) => [handler.requestPath, handler]));
const http = Bun.serve({
  hostname: '127.0.0.1',
  port: 0,
  async fetch(request) {
    const handler = byPath.get(new URL(request.url).pathname);
    if (handler === undefined) return new Response('', { status: 404 });
    const universal = universalServerRequestFromFetch(request, { httpVersion: '1.1' });
    return universalServerResponseToFetch(await handler(universal));
  },
});
console.log(`http://127.0.0.1:${http.port}`);
console.log(`grpc://127.0.0.1:${(grpc.address() as AddressInfo).port}`);
