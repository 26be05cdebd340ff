// Generated from proto/ by scripts/generate-contract-table.ts; do not edit.
export const messages = `AccountLogInRequest app:1s username:2s password:3s device:4m62? cookie:5b
AccountLogInResponse user:1m185? token:2s device:3s
AccountLogOutRequest
AccountLogOutResponse
AccountSignUpRequest app:1s username:2s password:3s displayName:4s device:5m62? cookie:6b
AccountSignUpResponse user:1m185? token:2s device:3s
Audience kind:1e0 users:2s* tags:3s*
Card poll:1m162?@kind
Change conversation:1s base:2u? version:3u? bare:4b reset:5b gone:6e1 more:7b head:8m29? messages:9m103*? notices:10m159*? members:11m102*? items:12m92*? users:13m185*? noticesCut:14b
Closing reason:1e1 retryAfterMs:2u?
Contact user:1s friend:2b request:3e2 text:4s requestedAt:5t? expiresAt:6t? blocked:7b hideMine:8b hideTheirs:9b alias:10s tags:11s*
ContactAcceptRequest user:1s
ContactAcceptResponse contact:1m10?
ContactBlockRequest user:1s
ContactBlockResponse contact:1m10?
ContactDeclineRequest user:1s
ContactDeclineResponse contact:1m10?
ContactListRequest after:1s limit:2u
ContactListResponse contacts:1m10*? users:2m185*? next:3s
ContactRemoveRequest user:1s
ContactRemoveResponse contact:1m10?
ContactRequestRequest user:1s text:2s clientKey:3s
ContactRequestResponse contact:1m10? repeated:2b
ContactTagRequest user:1s tags:2s*
ContactTagResponse contact:1m10?
ContactUnblockRequest user:1s
ContactUnblockResponse contact:1m10?
ContactUpdateRequest user:1s hideMine:2b? hideTheirs:3b? alias:4s?
ContactUpdateResponse contact:1m10?
Conversation id:1s kind:2e3 parent:3s title:4s picture:5s seq:6u? version:7u? memberCount:8u? createdAt:9t? deleted:10b users:11s* own:12m161?
ConversationAddRequest conversation:1s users:2s*
ConversationAddResponse change:1m8?
ConversationClearRequest conversation:1s seq:2u
ConversationClearResponse cleared:1u?
ConversationCreateRequest kind:1e3 title:2s clientKey:3s users:4s*
ConversationCreateResponse conversation:1m29? change:2m8? repeated:3b
ConversationDeleteRequest conversation:1s
ConversationDeleteResponse change:1m8?
ConversationDirectRequest user:1s clientKey:2s
ConversationDirectResponse conversation:1m29? change:2m8? repeated:3b
ConversationGetRequest conversation:1s
ConversationGetResponse conversation:1m29? users:2m185*?
ConversationJoinRequest conversation:1s
ConversationJoinResponse conversation:1m29? change:2m8? repeated:3b
ConversationLeaveRequest conversation:1s
ConversationLeaveResponse change:1m8?
ConversationListRequest kind:1e3 query:2s joined:3b after:4s limit:5u
ConversationListResponse conversations:1m29*? users:2m185*? next:3s
ConversationMembersRequest conversation:1s since:2u? after:3s limit:4u
ConversationMembersResponse members:1m102*? users:2m185*? version:3u? next:4s reset:5b
ConversationRemoveRequest conversation:1s user:2s
ConversationRemoveResponse change:1m8?
ConversationSetRoleRequest conversation:1s user:2s role:3e4
ConversationSetRoleResponse change:1m8?
ConversationTransferRequest conversation:1s user:2s
ConversationTransferResponse change:1m8?
ConversationUpdateRequest conversation:1s title:2s
ConversationUpdateResponse conversation:1m29? change:2m8?
ConversationWhisperRequest room:1s users:2s* clientKey:3s
ConversationWhisperResponse conversation:1m29? change:2m8? repeated:3b
Count conversation:1s count:2u? counter:3u?
Device id:1s name:2s class:3e5 createdAt:4t? lastSeenAt:5t? current:6b
DeviceDescription key:1s name:2s class:3e5
DeviceListRequest
DeviceListResponse devices:1m61*?
DeviceRevokeRequest device:1s
DeviceRevokeResponse
Error code:1e6 reason:2s retryable:3b message:4s retryAfterMs:5u? incident:6s?
Event change:1m8?@event mark:2m94?@event presence:3m164?@event count:4m60?@event stale:5m182?@event closing:6m9?@event game:7m74?@event moment:20m145?@event
Frame reply:1m170?@frame event:2m68?@frame
Game id:1s type:2s state:3e7 private:4b locked:5b minSeats:6u? maxSeats:7u? seats:8m172*? options:9s conversation:10s code:11s createdAt:12t? end:13e8 result:14s
GameCreateRequest type:1s options:2s private:3b clientKey:4s
GameCreateResponse game:1m70? seat:2u? repeated:3b
GameEnded end:1e8 result:2s
GameEvent game:1s state:2m88?@event patch:3m88?@event message:4s@event seats:5m87?@event ended:6m73?@event left:7e1@event moved:8b@event
GameGetRequest game:1s
GameGetResponse game:1m70?
GameInputRequest game:1s input:2s
GameInputResponse
GameJoinOrCreateRequest type:1s options:2s
GameJoinOrCreateResponse game:1m70? seat:2u? repeated:3b
GameJoinRequest game:1s code:2s
GameJoinResponse game:1m70? seat:2u? repeated:3b
GameLeaveRequest game:1s
GameLeaveResponse
GameListRequest type:1s seated:2b after:3s limit:4u
GameListResponse games:1m70*? next:2s
GameSeats state:1e7 locked:2b seats:3m172*?
GameState own:1b tick:2u? number:3u? data:4y
GameType type:1s minSeats:2u? maxSeats:3u? tickRate:4u? holdSeconds:5u?
GameTypesRequest
GameTypesResponse types:1m89*?
Item kind:1e9 key:2s version:3u? removed:4b read:5u? delivered:6u? markedUnread:7b contact:20m10? settings:21m181? moment:22s seenNotices:23u? seenMoments:24t? reactions:40s* hidden:41b votes:42u* cleared:43u?
Known conversation:1s version:2u?
Mark conversation:1s user:2s read:3u? delivered:4u?
MarkSetRequest conversation:1s read:2u? delivered:3u? unread:4b
MarkSetResponse read:1u? delivered:2u? unread:3b
Media id:1s type:2e10 size:3u width:4u height:5u createdAt:6t?
MediaGetRequest media:1s
MediaGetResponse media:1m97? content:2y
MediaUploadRequest content:1y
MediaUploadResponse media:1m97?
Member conversation:1s user:2s role:3e4 joinSeq:4u? version:5u? joinedAt:6t? left:7e1
Message conversation:1s seq:2u? version:3u? sender:4s clientMsgId:5s createdAt:6t? editedAt:7t? recalled:8b text:9s@content card:19m7?@content anchor:10u replyTo:12u mentions:13s* mentionsAll:14b recalledBy:15s reactions:16m169*? pinned:17b origin:18m160?
MessageClosePollRequest conversation:1s seq:2u
MessageClosePollResponse message:1m103? change:2m8?
MessageDeleteRequest conversation:1s seqs:2u*
MessageDeleteResponse
MessageEditRequest conversation:1s seq:2u text:3s@content mentions:4s* mentionsAll:5b clientKey:6s
MessageEditResponse message:1m103? change:2m8? repeated:3b
MessageEditsRequest conversation:1s seq:2u
MessageEditsResponse wordings:1m190*?
MessageForwardRequest conversation:1s seqs:2u* to:3s* clientKey:4s
MessageForwardResponse messages:1m103*? repeated:2b
MessageGetRequest conversation:1s seqs:2u*
MessageGetResponse messages:1m103*? users:2m185*?
MessageHistoryRequest conversation:1s before:2u@from after:3u@from limit:4u
MessageHistoryResponse messages:1m103*? notices:2m159*? users:3m185*? more:4b noticesCut:5b
MessagePinRequest conversation:1s seq:2u
MessagePinResponse message:1m103? change:2m8?
MessagePinsRequest conversation:1s
MessagePinsResponse messages:1m103*? users:2m185*?
MessageReactRequest conversation:1s seq:2u emoji:3s on:4b
MessageReactResponse message:1m103? change:2m8?
MessageReactionsRequest conversation:1s seq:2u emoji:3s after:4s limit:5u
MessageReactionsResponse users:1m185*? next:2s
MessageRecallRequest conversation:1s seq:2u
MessageRecallResponse message:1m103? change:2m8?
MessageSendRequest conversation:1s clientMsgId:2s text:3s@content card:7m7?@content replyTo:4u mentions:5s* mentionsAll:6b
MessageSendResponse message:1m103? change:2m8? repeated:3b
MessageUnpinRequest conversation:1s seq:2u
MessageUnpinResponse message:1m103? change:2m8?
MessageVoteRequest conversation:1s seq:2u options:3u*
MessageVoteResponse message:1m103? change:2m8?
Moment id:1s author:2s createdAt:3t? text:4s media:5m97*? audience:6m6? liked:7b likes:8s* likeCount:9u comments:10m136*? commentCount:11u
MomentAlbumRequest user:1s before:2s limit:3u
MomentComment id:1s moment:2s author:3s text:4s createdAt:5t? replyTo:6s replyToUser:7s
MomentCommentRequest moment:1s text:2s replyTo:3s clientKey:4s
MomentCommentResponse comment:1m136? repeated:2b
MomentDeleteCommentRequest moment:1s comment:2s
MomentDeleteCommentResponse
MomentDeleteRequest moment:1s
MomentDeleteResponse
MomentGetRequest moment:1s
MomentGetResponse moment:1m134? users:2m185*?
MomentHint author:1s createdAt:2t?
MomentLikeRequest moment:1s like:2b
MomentLikeResponse liked:1b
MomentNotice id:1s kind:2e11 moment:3s author:4s comment:5m136? createdAt:6t? version:7u? text:8s media:9s
MomentNoticesRequest before:1s limit:2u
MomentNoticesResponse notices:1m148*? users:2m185*? next:3s
MomentPageResponse moments:1m134*? users:2m185*? next:3s
MomentPostRequest text:1s media:2s* audience:3m6? clientKey:4s
MomentPostResponse moment:1m134? repeated:2b
MomentSeenRequest notices:1u? moments:2t?
MomentSeenResponse
MomentTimelineRequest before:1s limit:2u
MomentUnreadRequest
MomentUnreadResponse notices:1u author:2s createdAt:3t?
Notice conversation:1s version:2u? anchor:3u? kind:4e12 actor:5s createdAt:6t? text:7s users:8s* role:9e4 seq:20u
Origin sender:1s conversation:2s seq:3u
Own role:1e4 joinSeq:2u? cleared:3u? readSeq:4u? lastSentSeq:5u? recalled:6u? mentions:7u? markedUnread:8b
Poll question:1s options:2m163*? multiple:3b closed:4b voters:5u
PollOption text:1s votes:2u
Presence user:1s online:2b counter:3u? conversation:4s
PresenceSubscribeRequest conversation:1s users:2s*
PresenceSubscribeResponse present:1s* count:2u?
PresenceUnsubscribeRequest conversation:1s users:2s*
PresenceUnsubscribeResponse
Reaction emoji:1s count:2u?
Reply id:1u ok:2y@outcome error:3m67?@outcome
Request id:1u op:2s args:3y
Seat number:1u? user:2s connected:3b
SessionOpenRequest token:1s ticket:2s device:3m62?
SessionOpenResponse user:1m185? device:2m61? epoch:3s heartbeatMs:4u
SessionTicketRequest
SessionTicketResponse ticket:1s expiresAt:2t?
SettingGetRequest
SettingGetResponse settings:1m181?
SettingSetRequest settings:1m181?
SettingSetResponse settings:1m181?
Settings accept:1e13 moments:2e14
Stale
SyncPullRequest epoch:1s known:2m93*? after:3s until:4s only:5s* limit:6u
SyncPullResponse epoch:1s changes:2m8*? next:3s
User id:1s username:2s displayName:3s picture:4s counter:5u? deleted:6b
UserFindRequest username:1s
UserFindResponse users:1m185*?
UserGetRequest users:1s*
UserGetResponse users:1m185*?
Wording text:1s since:2t?`;
export const enums = `0UNSPECIFIED 1FRIENDS 2ONLY_ME 3ONLY 4EXCEPT
0UNSPECIFIED 1LEFT 2KICKED 3DELETED 4NOT_FOUND 5DROPPED 6REPLACED 7DRAINED 8SLOW 9REVOKED
0UNSPECIFIED 1SENT 2RECEIVED
0UNSPECIFIED 1DIRECT 2GROUP 3ROOM 4WHISPER 5SELF
0UNSPECIFIED 1MEMBER 2ADMIN 3OWNER
0UNSPECIFIED 1WEB 2DESKTOP 3PHONE 4TABLET 5OTHER
0UNSPECIFIED 1INVALID 2UNAUTHENTICATED 3FORBIDDEN 4NOT_FOUND 5CONFLICT 6LIMITED 7TOO_LARGE 8UNAVAILABLE 9TIMEOUT 10INTERNAL 11UNIMPLEMENTED
0UNSPECIFIED 1WAITING 2RUNNING 3ENDED
0UNENDED 1FINISHED 2ABANDONED 3FAILED 4STUCK 5FLOODED 6STOPPED
0UNSPECIFIED 1JOINED 2MARK 10CONTACT 11SETTINGS 12MOMENT_NOTICE 13MOMENT_SEEN 20MESSAGE 21CLEARED
0UNSPECIFIED 1PNG 2JPEG 3WEBP 4GIF
0UNSPECIFIED 1LIKE 2COMMENT 3REPLY
0UNSPECIFIED 1RENAMED 2CREATED 3ADDED 4REMOVED 5LEFT 6ROLE 7TRANSFERRED 20PINNED
0UNSPECIFIED 1EVERYONE 2FRIENDS
0UNSPECIFIED 1ALL 2MONTHS_6 3MONTH_1 4DAYS_3`;
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
game.types GameTypesRequest GameTypesResponse
game.create GameCreateRequest GameCreateResponse
game.join GameJoinRequest GameJoinResponse
game.joinOrCreate GameJoinOrCreateRequest GameJoinOrCreateResponse
game.list GameListRequest GameListResponse
game.get GameGetRequest GameGetResponse
game.leave GameLeaveRequest GameLeaveResponse
game.input GameInputRequest GameInputResponse
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
user.find UserFindRequest UserFindResponse
contact.request ContactRequestRequest ContactRequestResponse
contact.accept ContactAcceptRequest ContactAcceptResponse
contact.decline ContactDeclineRequest ContactDeclineResponse
contact.remove ContactRemoveRequest ContactRemoveResponse
contact.list ContactListRequest ContactListResponse
contact.tag ContactTagRequest ContactTagResponse
contact.update ContactUpdateRequest ContactUpdateResponse
contact.block ContactBlockRequest ContactBlockResponse
contact.unblock ContactUnblockRequest ContactUnblockResponse
media.upload MediaUploadRequest MediaUploadResponse
media.get MediaGetRequest MediaGetResponse
moment.post MomentPostRequest MomentPostResponse
moment.timeline MomentTimelineRequest MomentPageResponse
moment.album MomentAlbumRequest MomentPageResponse
moment.get MomentGetRequest MomentGetResponse
moment.like MomentLikeRequest MomentLikeResponse
moment.comment MomentCommentRequest MomentCommentResponse
moment.deleteComment MomentDeleteCommentRequest MomentDeleteCommentResponse
moment.delete MomentDeleteRequest MomentDeleteResponse
moment.seen MomentSeenRequest MomentSeenResponse
moment.notices MomentNoticesRequest MomentNoticesResponse
moment.unread MomentUnreadRequest MomentUnreadResponse
setting.get SettingGetRequest SettingGetResponse
setting.set SettingSetRequest SettingSetResponse`;
