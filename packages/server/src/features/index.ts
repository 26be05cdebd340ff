// The table of all operations, one line each. Some are made with what they need of the process; the rest need their call only.
import type { AccountNeeds } from './account/opening.ts';
import { mintToken } from './account/mint-token.ts';
import { create as createApp } from './app/create.ts';
import { createKey } from './app/create-key.ts';
import { get as getApp } from './app/get.ts';
import { list as listApps } from './app/list.ts';
import { listKeys } from './app/list-keys.ts';
import type { AppNeeds } from './app/needs.ts';
import { resume } from './app/resume.ts';
import { revokeKey } from './app/revoke-key.ts';
import { rotateKey } from './app/rotate-key.ts';
import { suspend } from './app/suspend.ts';
import { update as updateApp } from './app/update.ts';
import { read as readEvents, type EventNeeds } from './event/read.ts';
import { broadcast } from './message/broadcast.ts';
import { upsert, type UpsertNeeds } from './user/upsert.ts';
import { logIn } from './account/log-in.ts';
import { logOut } from './account/log-out.ts';
import { signUp } from './account/sign-up.ts';
import { add } from './conversation/add.ts';
import { create as createConversation } from './conversation/create.ts';
import { delete as deleteConversation } from './conversation/delete.ts';
import { direct } from './conversation/direct.ts';
import { get as getConversation } from './conversation/get.ts';
import { join } from './conversation/join.ts';
import { leave } from './conversation/leave.ts';
import { list as listConversations } from './conversation/list.ts';
import { members } from './conversation/members.ts';
import { remove } from './conversation/remove.ts';
import { setRole } from './conversation/set-role.ts';
import { transfer } from './conversation/transfer.ts';
import { update } from './conversation/update.ts';
import { whisper } from './conversation/whisper.ts';
import { list as listDevices } from './device/list.ts';
import { revoke } from './device/revoke.ts';
import { set as setMark } from './mark/set.ts';
import { get as getMessages } from './message/get.ts';
import { history } from './message/history.ts';
import { send } from './message/send.ts';
import type { Operation } from './operation.ts';
import { subscribe } from './presence/subscribe.ts';
import { unsubscribe } from './presence/unsubscribe.ts';
import { open, type SessionNeeds } from './session/open.ts';
import { ticket } from './session/ticket.ts';
import { pull } from './sync/pull.ts';
import { find } from './user/find.ts';
import { get as getUsers } from './user/get.ts';

export type OperationNeeds = AccountNeeds & SessionNeeds & AppNeeds & EventNeeds & UpsertNeeds;

export function operations(needs: OperationNeeds): readonly Operation[] {
  return [
    signUp(needs),
    logIn(needs),
    logOut,
    open(needs),
    ticket,
    listDevices,
    revoke,
    getUsers,
    find,
    createConversation,
    getConversation,
    listConversations,
    join,
    leave,
    deleteConversation,
    members,
    direct,
    whisper,
    add,
    remove,
    setRole,
    transfer,
    update,
    send,
    history,
    getMessages,
    setMark,
    pull,
    subscribe,
    unsubscribe,
    ...appOperations(needs),
    upsert(needs),
    mintToken,
    broadcast,
    readEvents(needs),
  ];
}

/** Those of the operator: they also run without a server (cli-app.ts). */
export function appOperations(needs: AppNeeds): readonly Operation[] {
  return [
    createApp(needs),
    listApps(needs),
    getApp(needs),
    suspend(needs),
    resume(needs),
    updateApp(needs),
    createKey(needs),
    listKeys(needs),
    rotateKey(needs),
    revokeKey(needs),
  ];
}
