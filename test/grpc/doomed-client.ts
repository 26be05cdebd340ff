// A client that will be killed: it watches, it has calls at work, and it says so.
import { openHttp2, send } from '../support/http2.ts';

const session = await openHttp2(process.argv[2] ?? '');
for (let i = 0; i < 20; i += 1) {
  const path = i % 2 === 0 ? '/grpc.health.v1.Health/Watch' : '/hubbub.v1.AccountService/SignUp';
  void send(session, { path });
}
await new Promise((resolve) => session.ping(resolve));
console.log('ready');
// When nobody kills it, it does not outlive the test.
session.once('close', () => process.exit());
setTimeout(() => process.exit(), 20_000);
