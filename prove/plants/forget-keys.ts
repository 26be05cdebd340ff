// A planted fault, loaded before the server (bun --preload): of what was sent more than a day ago nobody knows any more under which
// key it was.
import { plantInto } from './plant.ts';

plantInto(/store\/message-store\.ts$/, {
  ".where('client_msg_id', '=', p.clientMsgId)": `.where('client_msg_id', '=', p.clientMsgId)
    .where((e) => e('created_at', '>', e.lit(Date.now() - 86_400_000)))`,
});
plantInto(/migrations\/0001-core\.ts$/, {
  "on('message', ['app', 'conversation', 'sender', 'client_msg_id']).unique()":
    "on('message', ['app', 'conversation', 'sender', 'client_msg_id'])",
});
plantInto(/store\/append-store\.ts$/, {
  "conflict.columns(['app', 'conversation', 'sender', 'client_msg_id']).doNothing()":
    "conflict.columns(['app', 'conversation', 'seq']).doNothing()",
});
