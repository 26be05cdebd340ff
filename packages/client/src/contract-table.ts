// Generated from proto/ by scripts/generate-contract-table.ts; do not edit.
export const messages = `AccountLogInRequest app:1s username:2s password:3s device:4m42? cookie:5b
AccountLogInResponse user:1m107? token:2s device:3s
AccountLogOutRequest
AccountLogOutResponse
AccountSignUpRequest app:1s username:2s password:3s displayName:4s device:5m42? cookie:6b
AccountSignUpResponse user:1m107? token:2s device:3s
Card poll:1m90?@kind
Change conversation:1s base:2u? version:3u? bare:4b reset:5b gone:6e0 more:7b head:8m9? messages:9m56*? notices:10m87*? members:11m55*? items:12m50*? users:13m107*? noticesCut:14b
Closing reason:1e0 retryAfterMs:2u?
Conversation id:1s kind:2e1 parent:3s title:4s picture:5s seq:6u? version:7u? memberCount:8u? createdAt:9t? deleted:10b users:11s* own:12m89?
ConversationAddRequest conversation:1s users:2s*
ConversationAddResponse change:1m7?
ConversationClearRequest conversation:1s seq:2u
ConversationClearResponse cleared:1u?
ConversationCreateRequest kind:1e1 title:2s clientKey:3s users:4s*
ConversationCreateResponse conversation:1m9? change:2m7? repeated:3b
ConversationDeleteRequest conversation:1s
ConversationDeleteResponse change:1m7?
ConversationDirectRequest user:1s clientKey:2s
ConversationDirectResponse conversation:1m9? change:2m7? repeated:3b
ConversationGetRequest conversation:1s
ConversationGetResponse conversation:1m9? users:2m107*?
ConversationJoinRequest conversation:1s
ConversationJoinResponse conversation:1m9? change:2m7? repeated:3b
ConversationLeaveRequest conversation:1s
ConversationLeaveResponse change:1m7?
ConversationListRequest kind:1e1 query:2s joined:3b after:4s limit:5u
ConversationListResponse conversations:1m9*? users:2m107*? next:3s
ConversationMembersRequest conversation:1s since:2u? after:3s limit:4u
ConversationMembersResponse members:1m55*? users:2m107*? version:3u? next:4s reset:5b
ConversationRemoveRequest conversation:1s user:2s
ConversationRemoveResponse change:1m7?
ConversationSetRoleRequest conversation:1s user:2s role:3e2
ConversationSetRoleResponse change:1m7?
ConversationTransferRequest conversation:1s user:2s
ConversationTransferResponse change:1m7?
ConversationUpdateRequest conversation:1s title:2s
ConversationUpdateResponse conversation:1m9? change:2m7?
ConversationWhisperRequest room:1s users:2s* clientKey:3s
ConversationWhisperResponse conversation:1m9? change:2m7? repeated:3b
Count conversation:1s count:2u? counter:3u?
Device id:1s name:2s class:3e3 createdAt:4t? lastSeenAt:5t? current:6b
DeviceDescription key:1s name:2s class:3e3
DeviceListRequest
DeviceListResponse devices:1m41*?
DeviceRevokeRequest device:1s
DeviceRevokeResponse
Error code:1e4 reason:2s retryable:3b message:4s retryAfterMs:5u? incident:6s?
Event change:1m7?@event mark:2m52?@event presence:3m92?@event count:4m40?@event stale:5m104?@event closing:6m8?@event
Frame reply:1m98?@frame event:2m48?@frame
Item kind:1e5 key:2s version:3u? removed:4b read:5u? delivered:6u? markedUnread:7b reactions:20s* hidden:21b votes:23u* cleared:22u?
Known conversation:1s version:2u?
Mark conversation:1s user:2s read:3u? delivered:4u?
MarkSetRequest conversation:1s read:2u? delivered:3u? unread:4b
MarkSetResponse read:1u? delivered:2u? unread:3b
Member conversation:1s user:2s role:3e2 joinSeq:4u? version:5u? joinedAt:6t? left:7e0
Message conversation:1s seq:2u? version:3u? sender:4s clientMsgId:5s createdAt:6t? editedAt:7t? recalled:8b text:9s@content card:19m6?@content anchor:10u replyTo:12u mentions:13s* mentionsAll:14b recalledBy:15s reactions:16m97*? pinned:17b origin:18m88?
MessageClosePollRequest conversation:1s seq:2u
MessageClosePollResponse message:1m56? change:2m7?
MessageDeleteRequest conversation:1s seqs:2u*
MessageDeleteResponse
MessageEditRequest conversation:1s seq:2u text:3s@content mentions:4s* mentionsAll:5b clientKey:6s
MessageEditResponse message:1m56? change:2m7? repeated:3b
MessageEditsRequest conversation:1s seq:2u
MessageEditsResponse wordings:1m112*?
MessageForwardRequest conversation:1s seqs:2u* to:3s* clientKey:4s
MessageForwardResponse messages:1m56*? repeated:2b
MessageGetRequest conversation:1s seqs:2u*
MessageGetResponse messages:1m56*? users:2m107*?
MessageHistoryRequest conversation:1s before:2u@from after:3u@from limit:4u
MessageHistoryResponse messages:1m56*? notices:2m87*? users:3m107*? more:4b noticesCut:5b
MessagePinRequest conversation:1s seq:2u
MessagePinResponse message:1m56? change:2m7?
MessagePinsRequest conversation:1s
MessagePinsResponse messages:1m56*? users:2m107*?
MessageReactRequest conversation:1s seq:2u emoji:3s on:4b
MessageReactResponse message:1m56? change:2m7?
MessageReactionsRequest conversation:1s seq:2u emoji:3s after:4s limit:5u
MessageReactionsResponse users:1m107*? next:2s
MessageRecallRequest conversation:1s seq:2u
MessageRecallResponse message:1m56? change:2m7?
MessageSendRequest conversation:1s clientMsgId:2s text:3s@content card:7m6?@content replyTo:4u mentions:5s* mentionsAll:6b
MessageSendResponse message:1m56? change:2m7? repeated:3b
MessageUnpinRequest conversation:1s seq:2u
MessageUnpinResponse message:1m56? change:2m7?
MessageVoteRequest conversation:1s seq:2u options:3u*
MessageVoteResponse message:1m56? change:2m7?
Notice conversation:1s version:2u? anchor:3u? kind:4e6 actor:5s createdAt:6t? text:7s users:8s* role:9e2 seq:20u
Origin sender:1s conversation:2s seq:3u
Own role:1e2 joinSeq:2u? cleared:3u? readSeq:4u? lastSentSeq:5u? recalled:6u? mentions:7u? markedUnread:8b
Poll question:1s options:2m91*? multiple:3b closed:4b voters:5u
PollOption text:1s votes:2u
Presence user:1s online:2b counter:3u? conversation:4s
PresenceSubscribeRequest conversation:1s users:2s*
PresenceSubscribeResponse present:1s* count:2u?
PresenceUnsubscribeRequest conversation:1s users:2s*
PresenceUnsubscribeResponse
Reaction emoji:1s count:2u?
Reply id:1u ok:2y@outcome error:3m47?@outcome
Request id:1u op:2s args:3y
SessionOpenRequest token:1s ticket:2s device:3m42?
SessionOpenResponse user:1m107? device:2m41? epoch:3s heartbeatMs:4u
SessionTicketRequest
SessionTicketResponse ticket:1s expiresAt:2t?
Stale
SyncPullRequest epoch:1s known:2m51*? after:3s until:4s only:5s* limit:6u
SyncPullResponse epoch:1s changes:2m7*? next:3s
User id:1s username:2s displayName:3s picture:4s counter:5u? deleted:6b
UserFindRequest username:1s
UserFindResponse users:1m107*?
UserGetRequest users:1s*
UserGetResponse users:1m107*?
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
message.forward MessageForwardRequest MessageForwardResponse
message.vote MessageVoteRequest MessageVoteResponse
message.closePoll MessageClosePollRequest MessageClosePollResponse
presence.subscribe PresenceSubscribeRequest PresenceSubscribeResponse
presence.unsubscribe PresenceUnsubscribeRequest PresenceUnsubscribeResponse
session.open SessionOpenRequest SessionOpenResponse
session.ticket SessionTicketRequest SessionTicketResponse
sync.pull SyncPullRequest SyncPullResponse
user.get UserGetRequest UserGetResponse
user.find UserFindRequest UserFindResponse`;
