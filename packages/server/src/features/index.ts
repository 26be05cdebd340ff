// The table of all operations, one line each. Some are made with what they need of the process; the rest need their call only.
import type { AccountNeeds } from './account/opening.ts';
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
import { clear } from './conversation/clear.ts';
import { delete as deleteMessages } from './message/delete.ts';
import { edit } from './message/edit.ts';
import { closePoll } from './message/close-poll.ts';
import { edits } from './message/edits.ts';
import { forward } from './message/forward.ts';
import { get as getMessages } from './message/get.ts';
import { history } from './message/history.ts';
import { pin } from './message/pin.ts';
import { pins } from './message/pins.ts';
import { react } from './message/react.ts';
import { reactions } from './message/reactions.ts';
import { recall } from './message/recall.ts';
import { send } from './message/send.ts';
import { unpin } from './message/unpin.ts';
import { vote } from './message/vote.ts';
import type { MessageNeeds } from './message/windows.ts';
import type { Operation } from './operation.ts';
import { subscribe } from './presence/subscribe.ts';
import { unsubscribe } from './presence/unsubscribe.ts';
import { open, type SessionNeeds } from './session/open.ts';
import { ticket } from './session/ticket.ts';
import { pull } from './sync/pull.ts';
import { find } from './user/find.ts';
import { get as getUsers } from './user/get.ts';

export type OperationNeeds = AccountNeeds & SessionNeeds & MessageNeeds;

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
    edit(needs),
    edits,
    recall(needs),
    deleteMessages,
    clear,
    react,
    reactions,
    pin,
    unpin,
    pins,
    forward,
    vote,
    closePoll,
    setMark,
    pull,
    subscribe,
    unsubscribe,
  ];
}
