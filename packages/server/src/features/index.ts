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
import { list as listAudit } from './audit/list.ts';
import { delete as deleteRoom } from './room/delete.ts';
import { attend } from './presence/attend.ts';
import { get as getPush } from './push/get.ts';
import type { PushNeeds } from './push/needs.ts';
import { subscribe as subscribePush } from './push/subscribe.ts';
import { unsubscribe as unsubscribePush } from './push/unsubscribe.ts';
import { create as createReport } from './report/create.ts';
import { list as listReports } from './report/list.ts';
import { resolve as resolveReport } from './report/resolve.ts';
import { list as listRooms } from './room/list.ts';
import { hide as hideInTranscript } from './transcript/hide.ts';
import { read as readTranscript } from './transcript/read.ts';
import { devices as listUserDevices } from './user/devices.ts';
import { endDevice } from './user/end-device.ts';
import { create as createUser, type CreateNeeds } from './user/create.ts';
import { disable as disableUser } from './user/disable.ts';
import { enable as enableUser } from './user/enable.ts';
import { list as listUsers } from './user/list.ts';
import { reset as resetUser } from './user/reset.ts';
import { upsert, type UpsertNeeds } from './user/upsert.ts';
import { remove as removeEmail } from './email/remove.ts';
import { set as setEmail } from './email/set.ts';
import { verify as verifyEmail } from './email/verify.ts';
import { requestReset } from './account/request-reset.ts';
import { reset } from './account/reset.ts';
import { export as exportAccount } from './account/export.ts';
import { exportPart } from './account/export-part.ts';
import { claim } from './account/claim.ts';
import { guest } from './account/guest.ts';
import { options, type Offers } from './account/offers.ts';
import { answer } from './account/second-step.ts';
import { changePassword } from './account/change-password.ts';
import { changeUsername } from './account/change-username.ts';
import { confirm } from './account/confirm.ts';
import { delete as deleteAccount } from './account/delete.ts';
import { get as getAccount } from './account/get.ts';
import { logIn } from './account/log-in.ts';
import { logInWithPasskey } from './account/log-in-with-passkey.ts';
import { logOut } from './account/log-out.ts';
import { signUp } from './account/sign-up.ts';
import { add } from './conversation/add.ts';
import { announce } from './conversation/announce.ts';
import { audit as readAuditOf } from './conversation/audit.ts';
import { ban } from './conversation/ban.ts';
import { bans } from './conversation/bans.ts';
import { create as createConversation } from './conversation/create.ts';
import { delete as deleteConversation } from './conversation/delete.ts';
import { direct } from './conversation/direct.ts';
import { get as getConversation } from './conversation/get.ts';
import { join } from './conversation/join.ts';
import { leave } from './conversation/leave.ts';
import { list as listConversations } from './conversation/list.ts';
import type { GroupNeeds } from './conversation/limits.ts';
import { members } from './conversation/members.ts';
import { mute } from './conversation/mute.ts';
import { remove } from './conversation/remove.ts';
import { setRights } from './conversation/set-rights.ts';
import { setRole } from './conversation/set-role.ts';
import { transfer } from './conversation/transfer.ts';
import { unban } from './conversation/unban.ts';
import { update } from './conversation/update.ts';
import { whisper } from './conversation/whisper.ts';
import { create as createGame } from './game/create.ts';
import { get as getGame } from './game/get.ts';
import { input } from './game/input.ts';
import { join as joinGame } from './game/join.ts';
import { joinOrCreate } from './game/join-or-create.ts';
import { leave as leaveGame } from './game/leave.ts';
import { list as listGames } from './game/list.ts';
import type { GameNeeds } from './game/needs.ts';
import { types } from './game/types.ts';
import { create as createInvite } from './invite/create.ts';
import { decide } from './invite/decide.ts';
import { join as joinByInvite } from './invite/join.ts';
import { list as listInvites } from './invite/list.ts';
import { look } from './invite/look.ts';
import { requests } from './invite/requests.ts';
import { revoke as revokeInvite } from './invite/revoke.ts';
import { list as listDevices } from './device/list.ts';
import { rename as renameDevice } from './device/rename.ts';
import { revoke } from './device/revoke.ts';
import { list as listMarks } from './mark/list.ts';
import { readers } from './mark/readers.ts';
import { set as setMark } from './mark/set.ts';
import { clear } from './conversation/clear.ts';
import { configure } from './conversation/configure.ts';
import { draft } from './conversation/draft.ts';
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
import { hide } from './message/hide.ts';
import { recall } from './message/recall.ts';
import { send } from './message/send.ts';
import { search, type SearchNeeds } from './message/search.ts';
import { search as searchUsers } from './user/search.ts';
import { accept } from './contact/accept.ts';
import { block } from './contact/block.ts';
import { decline } from './contact/decline.ts';
import { list as listContacts } from './contact/list.ts';
import { remove as removeContact } from './contact/remove.ts';
import { request, type ContactNeeds } from './contact/request.ts';
import { tag } from './contact/tag.ts';
import { unblock } from './contact/unblock.ts';
import { update as updateContact } from './contact/update.ts';
import { append } from './media/append.ts';
import { begin } from './media/begin.ts';
import { complete } from './media/complete.ts';
import { get as getMedia } from './media/get.ts';
import { pictureMaker } from './media/pictures.ts';
import { upload } from './media/upload.ts';
import type { MediaNeeds } from './media/uploaded.ts';
import { album } from './moment/album.ts';
import { comment } from './moment/comment.ts';
import { deleteComment } from './moment/delete-comment.ts';
import { delete as deleteMoment } from './moment/delete.ts';
import { get as getMoment } from './moment/get.ts';
import { like } from './moment/like.ts';
import { notices } from './moment/notices.ts';
import { post } from './moment/post.ts';
import { seen } from './moment/seen.ts';
import { timeline } from './moment/timeline.ts';
import { unread } from './moment/unread.ts';
import { get as getSettings } from './setting/get.ts';
import { set as setSettings } from './setting/set.ts';
import { unpin } from './message/unpin.ts';
import { vote } from './message/vote.ts';
import type { MessageNeeds } from './message/windows.ts';
import type { Operation } from './operation.ts';
import { add as addPasskey } from './passkey/add.ts';
import { ask as askPasskey } from './passkey/ask.ts';
import { create as createPasskey } from './passkey/create.ts';
import { list as listPasskeys } from './passkey/list.ts';
import { remove as removePasskey } from './passkey/remove.ts';
import { rename as renamePasskey } from './passkey/rename.ts';
import { subscribe } from './presence/subscribe.ts';
import { typing } from './presence/typing.ts';
import { unsubscribe } from './presence/unsubscribe.ts';
import { open, type SessionNeeds } from './session/open.ts';
import { ticket } from './session/ticket.ts';
import { pull } from './sync/pull.ts';
import { confirm as confirmTotp } from './totp/confirm.ts';
import { create as createTotp } from './totp/create.ts';
import { remove as removeTotp } from './totp/remove.ts';
import { renewCodes } from './totp/renew-codes.ts';
import { find } from './user/find.ts';
import { get as getUsers } from './user/get.ts';
import { setStatus } from './user/set-status.ts';
import { updateProfile } from './user/update-profile.ts';

export type OperationNeeds = PushNeeds &
  AccountNeeds &
  SessionNeeds &
  ContactNeeds &
  Omit<MediaNeeds, 'makePicture'> &
  GameNeeds &
  AppNeeds &
  EventNeeds &
  UpsertNeeds &
  GroupNeeds &
  MessageNeeds &
  SearchNeeds & { readonly offers: Offers };

export function operations(needs: OperationNeeds): readonly Operation[] {
  const makePicture = pictureMaker();
  return [
    signUp(needs),
    logIn(needs),
    logOut,
    getAccount,
    confirm(needs),
    changePassword(needs),
    changeUsername,
    deleteAccount,
    exportAccount,
    exportPart(needs),
    renameDevice,
    updateProfile,
    setStatus,
    answer(needs),
    options(needs),
    guest(needs),
    claim(needs),
    logInWithPasskey(needs),
    askPasskey(needs),
    createPasskey(needs),
    addPasskey(needs),
    listPasskeys,
    renamePasskey,
    removePasskey,
    setEmail(needs),
    verifyEmail(needs),
    removeEmail,
    requestReset(needs),
    reset(needs),
    createTotp,
    confirmTotp(needs),
    renewCodes,
    removeTotp,
    open(needs),
    ticket,
    listDevices,
    revoke,
    getUsers,
    find,
    searchUsers,
    createConversation,
    getConversation,
    listConversations,
    join,
    leave,
    deleteConversation,
    members,
    direct,
    whisper,
    add(needs),
    remove,
    setRole,
    transfer,
    update,
    setRights,
    announce,
    mute,
    ban,
    unban,
    bans,
    readAuditOf,
    createReport,
    createInvite,
    listInvites,
    revokeInvite,
    look,
    joinByInvite(needs),
    requests,
    decide(needs),
    send,
    history,
    search(needs),
    getMessages,
    edit(needs),
    edits,
    recall(needs),
    hide,
    deleteMessages,
    clear,
    configure,
    draft,
    react,
    reactions,
    pin,
    unpin,
    pins,
    forward,
    vote,
    closePoll,
    setMark,
    listMarks,
    readers,
    pull,
    subscribe,
    unsubscribe,
    typing,
    request(needs),
    accept,
    decline,
    removeContact,
    listContacts,
    tag,
    updateContact,
    block,
    unblock,
    getSettings,
    setSettings,
    upload({ ...needs, makePicture }),
    begin(needs),
    append(needs),
    complete({ ...needs, makePicture }),
    getMedia(needs),
    post,
    timeline,
    album,
    getMoment,
    like,
    comment,
    deleteComment,
    deleteMoment,
    seen,
    notices,
    unread,
    types(needs),
    createGame(needs),
    joinGame(needs),
    joinOrCreate(needs),
    listGames,
    getGame,
    leaveGame(needs),
    input(needs),
    getPush(needs),
    subscribePush(needs),
    unsubscribePush,
    attend,
    ...operatorOperations(needs),
    upsert(needs),
    broadcast,
    readEvents(needs),
  ];
}

/** Those that the operator may call: they also run without a server (cli/operator.ts). */
export function operatorOperations(needs: AppNeeds & CreateNeeds): readonly Operation[] {
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
    createUser(needs),
    listUsers,
    disableUser,
    enableUser,
    resetUser,
    listAudit(needs),
    mintToken,
    listUserDevices,
    endDevice,
    listRooms,
    deleteRoom,
    readTranscript,
    hideInTranscript,
    listReports,
    resolveReport,
  ];
}
