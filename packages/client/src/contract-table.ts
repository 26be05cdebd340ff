// Generated from proto/ by scripts/generate-contract-table.ts; do not edit.
export const messages = `AccountLogInRequest app:1s username:2s password:3s device:4m41? cookie:5b
AccountLogInResponse user:1m97? token:2s device:3s
AccountLogOutRequest
AccountLogOutResponse
AccountSignUpRequest app:1s username:2s password:3s displayName:4s device:5m41? cookie:6b
AccountSignUpResponse user:1m97? token:2s device:3s
Change conversation:1s base:2u? version:3u? bare:4b reset:5b gone:6e0 more:7b head:8m8? messages:9m55*? notices:10m80*? members:11m54*? items:12m49*? users:13m97*? noticesCut:14b
Closing reason:1e0 retryAfterMs:2u?
Conversation id:1s kind:2e1 parent:3s title:4s picture:5s seq:6u? version:7u? memberCount:8u? createdAt:9t? deleted:10b users:11s* own:12m81?
ConversationAddRequest conversation:1s users:2s*
ConversationAddResponse change:1m6?
ConversationClearRequest conversation:1s seq:2u
ConversationClearResponse cleared:1u?
ConversationCreateRequest kind:1e1 title:2s clientKey:3s users:4s*
ConversationCreateResponse conversation:1m8? change:2m6? repeated:3b
ConversationDeleteRequest conversation:1s
ConversationDeleteResponse change:1m6?
ConversationDirectRequest user:1s clientKey:2s
ConversationDirectResponse conversation:1m8? change:2m6? repeated:3b
ConversationGetRequest conversation:1s
ConversationGetResponse conversation:1m8? users:2m97*?
ConversationJoinRequest conversation:1s
ConversationJoinResponse conversation:1m8? change:2m6? repeated:3b
ConversationLeaveRequest conversation:1s
ConversationLeaveResponse change:1m6?
ConversationListRequest kind:1e1 query:2s joined:3b after:4s limit:5u
ConversationListResponse conversations:1m8*? users:2m97*? next:3s
ConversationMembersRequest conversation:1s since:2u? after:3s limit:4u
ConversationMembersResponse members:1m54*? users:2m97*? version:3u? next:4s reset:5b
ConversationRemoveRequest conversation:1s user:2s
ConversationRemoveResponse change:1m6?
ConversationSetRoleRequest conversation:1s user:2s role:3e2
ConversationSetRoleResponse change:1m6?
ConversationTransferRequest conversation:1s user:2s
ConversationTransferResponse change:1m6?
ConversationUpdateRequest conversation:1s title:2s
ConversationUpdateResponse conversation:1m8? change:2m6?
ConversationWhisperRequest room:1s users:2s* clientKey:3s
ConversationWhisperResponse conversation:1m8? change:2m6? repeated:3b
Count conversation:1s count:2u? counter:3u?
Device id:1s name:2s class:3e3 createdAt:4t? lastSeenAt:5t? current:6b
DeviceDescription key:1s name:2s class:3e3
DeviceListRequest
DeviceListResponse devices:1m40*?
DeviceRevokeRequest device:1s
DeviceRevokeResponse
Error code:1e4 reason:2s retryable:3b message:4s retryAfterMs:5u? incident:6s?
Event change:1m6?@event mark:2m51?@event presence:3m82?@event count:4m39?@event stale:5m94?@event closing:6m7?@event
Frame reply:1m88?@frame event:2m47?@frame
Item kind:1e5 key:2s version:3u? removed:4b read:5u? delivered:6u? markedUnread:7b reactions:20s* hidden:21b cleared:22u?
Known conversation:1s version:2u?
Mark conversation:1s user:2s read:3u? delivered:4u?
MarkSetRequest conversation:1s read:2u? delivered:3u? unread:4b
MarkSetResponse read:1u? delivered:2u? unread:3b
Member conversation:1s user:2s role:3e2 joinSeq:4u? version:5u? joinedAt:6t? left:7e0
Message conversation:1s seq:2u? version:3u? sender:4s clientMsgId:5s createdAt:6t? editedAt:7t? recalled:8b text:9s@content anchor:10u replyTo:12u mentions:13s* mentionsAll:14b recalledBy:15s reactions:16m87*? pinned:17b
MessageDeleteRequest conversation:1s seqs:2u*
MessageDeleteResponse
MessageEditRequest conversation:1s seq:2u text:3s@content mentions:4s* mentionsAll:5b clientKey:6s
MessageEditResponse message:1m55? change:2m6? repeated:3b
MessageEditsRequest conversation:1s seq:2u
MessageEditsResponse wordings:1m102*?
MessageGetRequest conversation:1s seqs:2u*
MessageGetResponse messages:1m55*? users:2m97*?
MessageHistoryRequest conversation:1s before:2u@from after:3u@from limit:4u
MessageHistoryResponse messages:1m55*? notices:2m80*? users:3m97*? more:4b noticesCut:5b
MessagePinRequest conversation:1s seq:2u
MessagePinResponse message:1m55? change:2m6?
MessagePinsRequest conversation:1s
MessagePinsResponse messages:1m55*? users:2m97*?
MessageReactRequest conversation:1s seq:2u emoji:3s on:4b
MessageReactResponse message:1m55? change:2m6?
MessageReactionsRequest conversation:1s seq:2u emoji:3s after:4s limit:5u
MessageReactionsResponse users:1m97*? next:2s
MessageRecallRequest conversation:1s seq:2u
MessageRecallResponse message:1m55? change:2m6?
MessageSendRequest conversation:1s clientMsgId:2s text:3s@content replyTo:4u mentions:5s* mentionsAll:6b
MessageSendResponse message:1m55? change:2m6? repeated:3b
MessageUnpinRequest conversation:1s seq:2u
MessageUnpinResponse message:1m55? change:2m6?
Notice conversation:1s version:2u? anchor:3u? kind:4e6 actor:5s createdAt:6t? text:7s users:8s* role:9e2 seq:20u
Own role:1e2 joinSeq:2u? cleared:3u? readSeq:4u? lastSentSeq:5u? recalled:6u? mentions:7u? markedUnread:8b
Presence user:1s online:2b counter:3u? conversation:4s
PresenceSubscribeRequest conversation:1s users:2s*
PresenceSubscribeResponse present:1s* count:2u?
PresenceUnsubscribeRequest conversation:1s users:2s*
PresenceUnsubscribeResponse
Reaction emoji:1s count:2u?
Reply id:1u ok:2y@outcome error:3m46?@outcome
Request id:1u op:2s args:3y
SessionOpenRequest token:1s ticket:2s device:3m41?
SessionOpenResponse user:1m97? device:2m40? epoch:3s heartbeatMs:4u
SessionTicketRequest
SessionTicketResponse ticket:1s expiresAt:2t?
Stale
SyncPullRequest epoch:1s known:2m50*? after:3s until:4s only:5s* limit:6u
SyncPullResponse epoch:1s changes:2m6*? next:3s
User id:1s username:2s displayName:3s picture:4s counter:5u? deleted:6b
UserFindRequest username:1s
UserFindResponse users:1m97*?
UserGetRequest users:1s*
UserGetResponse users:1m97*?
Wording text:1s since:2t?`;
export const enums = `0UNSPECIFIED 1LEFT 2KICKED 3DELETED 4NOT_FOUND 5DROPPED 6REPLACED 7DRAINED 8SLOW 9REVOKED
0UNSPECIFIED 1DIRECT 2GROUP 3ROOM 4WHISPER 5SELF
0UNSPECIFIED 1MEMBER 2ADMIN 3OWNER
0UNSPECIFIED 1WEB 2DESKTOP 3PHONE 4TABLET 5OTHER
0UNSPECIFIED 1INVALID 2UNAUTHENTICATED 3FORBIDDEN 4NOT_FOUND 5CONFLICT 6LIMITED 7TOO_LARGE 8UNAVAILABLE 9TIMEOUT 10INTERNAL 11UNIMPLEMENTED
0UNSPECIFIED 1JOINED 2MARK 20MESSAGE 21CLEARED
0UNSPECIFIED 1RENAMED 2CREATED 3ADDED 4REMOVED 5LEFT 6ROLE 7TRANSFERRED 20PINNED`;
export const operations = `account.signUp AccountSignUpRequest AccountSignUpResponse
account.logIn AccountLogInRequest AccountLogInResponse
account.logOut AccountLogOutRequest AccountLogOutResponse
conversation.create ConversationCreateRequest ConversationCreateResponse
conversation.get ConversationGetRequest ConversationGetResponse
conversation.list ConversationListRequest ConversationListResponse
conversation.join ConversationJoinRequest ConversationJoinResponse
conversation.leave ConversationLeaveRequest ConversationLeaveResponse
conversation.add ConversationAddRequest ConversationAddResponse
conversation.remove ConversationRemoveRequest ConversationRemoveResponse
conversation.setRole ConversationSetRoleRequest ConversationSetRoleResponse
conversation.transfer ConversationTransferRequest ConversationTransferResponse
conversation.delete ConversationDeleteRequest ConversationDeleteResponse
conversation.members ConversationMembersRequest ConversationMembersResponse
conversation.direct ConversationDirectRequest ConversationDirectResponse
conversation.whisper ConversationWhisperRequest ConversationWhisperResponse
conversation.update ConversationUpdateRequest ConversationUpdateResponse
conversation.clear ConversationClearRequest ConversationClearResponse
device.list DeviceListRequest DeviceListResponse
device.revoke DeviceRevokeRequest DeviceRevokeResponse
mark.set MarkSetRequest MarkSetResponse
message.send MessageSendRequest MessageSendResponse
message.history MessageHistoryRequest MessageHistoryResponse
message.get MessageGetRequest MessageGetResponse
message.edit MessageEditRequest MessageEditResponse
message.edits MessageEditsRequest MessageEditsResponse
message.recall MessageRecallRequest MessageRecallResponse
message.delete MessageDeleteRequest MessageDeleteResponse
message.react MessageReactRequest MessageReactResponse
message.reactions MessageReactionsRequest MessageReactionsResponse
message.pin MessagePinRequest MessagePinResponse
message.unpin MessageUnpinRequest MessageUnpinResponse
message.pins MessagePinsRequest MessagePinsResponse
presence.subscribe PresenceSubscribeRequest PresenceSubscribeResponse
presence.unsubscribe PresenceUnsubscribeRequest PresenceUnsubscribeResponse
session.open SessionOpenRequest SessionOpenResponse
session.ticket SessionTicketRequest SessionTicketResponse
sync.pull SyncPullRequest SyncPullResponse
user.get UserGetRequest UserGetResponse
user.find UserFindRequest UserFindResponse`;
