// Generated from proto/ by scripts/generate-contract-table.ts; do not edit.
export const messages = `AccountLogInRequest app:s username:s password:s device:m59? cookie:b
AccountLogInResponse user:m154? token:s device:s
AccountLogOutRequest
AccountLogOutResponse
AccountSignUpRequest app:s username:s password:s displayName:s device:m59? cookie:b
AccountSignUpResponse user:m154? token:s device:s
Audience kind:e0 users:s* tags:s*
Change conversation:s base:u? version:u? bare:b reset:b gone:e1 more:b head:m28? messages:m100*? notices:m132*? members:m99*? items:m89*? users:m154*? noticesCut:b
Closing reason:e1 retryAfterMs:u?
Contact user:s friend:b request:e2 text:s requestedAt:t? expiresAt:t? blocked:b hideMine:b hideTheirs:b alias:s tags:s*
ContactAcceptRequest user:s
ContactAcceptResponse contact:m9?
ContactBlockRequest user:s
ContactBlockResponse contact:m9?
ContactDeclineRequest user:s
ContactDeclineResponse contact:m9?
ContactListRequest after:s limit:u
ContactListResponse contacts:m9*? users:m154*? next:s
ContactRemoveRequest user:s
ContactRemoveResponse contact:m9?
ContactRequestRequest user:s text:s clientKey:s
ContactRequestResponse contact:m9? repeated:b
ContactTagRequest user:s tags:s*
ContactTagResponse contact:m9?
ContactUnblockRequest user:s
ContactUnblockResponse contact:m9?
ContactUpdateRequest user:s hideMine:b? hideTheirs:b? alias:s?
ContactUpdateResponse contact:m9?
Conversation id:s kind:e3 parent:s title:s picture:s seq:u? version:u? memberCount:u? createdAt:t? deleted:b users:s* own:m133?
ConversationAddRequest conversation:s users:s*
ConversationAddResponse change:m7?
ConversationCreateRequest kind:e3 title:s clientKey:s users:s*
ConversationCreateResponse conversation:m28? change:m7? repeated:b
ConversationDeleteRequest conversation:s
ConversationDeleteResponse change:m7?
ConversationDirectRequest user:s clientKey:s
ConversationDirectResponse conversation:m28? change:m7? repeated:b
ConversationGetRequest conversation:s
ConversationGetResponse conversation:m28? users:m154*?
ConversationJoinRequest conversation:s
ConversationJoinResponse conversation:m28? change:m7? repeated:b
ConversationLeaveRequest conversation:s
ConversationLeaveResponse change:m7?
ConversationListRequest kind:e3 query:s joined:b after:s limit:u
ConversationListResponse conversations:m28*? users:m154*? next:s
ConversationMembersRequest conversation:s since:u? after:s limit:u
ConversationMembersResponse members:m99*? users:m154*? version:u? next:s reset:b
ConversationRemoveRequest conversation:s user:s
ConversationRemoveResponse change:m7?
ConversationSetRoleRequest conversation:s user:s role:e4
ConversationSetRoleResponse change:m7?
ConversationTransferRequest conversation:s user:s
ConversationTransferResponse change:m7?
ConversationUpdateRequest conversation:s title:s
ConversationUpdateResponse conversation:m28? change:m7?
ConversationWhisperRequest room:s users:s* clientKey:s
ConversationWhisperResponse conversation:m28? change:m7? repeated:b
Count conversation:s count:u? counter:u?
Device id:s name:s class:e5 createdAt:t? lastSeenAt:t? current:b
DeviceDescription key:s name:s class:e5
DeviceListRequest
DeviceListResponse devices:m58*?
DeviceRevokeRequest device:s
DeviceRevokeResponse
Error code:e6 reason:s retryable:b message:s retryAfterMs:u? incident:s?
Event change:m7?@event mark:m91?@event presence:m134?@event count:m57?@event stale:m151?@event closing:m8?@event game:m71?@event moment:20m118?@event
Frame reply:m139?@frame event:m65?@frame
Game id:s type:s state:e7 private:b locked:b minSeats:u? maxSeats:u? seats:m141*? options:s conversation:s code:s createdAt:t? end:e8 result:s
GameCreateRequest type:s options:s private:b clientKey:s
GameCreateResponse game:m67? seat:u? repeated:b
GameEnded end:e8 result:s
GameEvent game:s state:m85?@event patch:m85?@event message:s@event seats:m84?@event ended:m70?@event left:e1@event moved:b@event
GameGetRequest game:s
GameGetResponse game:m67?
GameInputRequest game:s input:s
GameInputResponse
GameJoinOrCreateRequest type:s options:s
GameJoinOrCreateResponse game:m67? seat:u? repeated:b
GameJoinRequest game:s code:s
GameJoinResponse game:m67? seat:u? repeated:b
GameLeaveRequest game:s
GameLeaveResponse
GameListRequest type:s seated:b after:s limit:u
GameListResponse games:m67*? next:s
GameSeats state:e7 locked:b seats:m141*?
GameState own:b tick:u? number:u? data:y
GameType type:s minSeats:u? maxSeats:u? tickRate:u? holdSeconds:u?
GameTypesRequest
GameTypesResponse types:m86*?
Item kind:e9 key:s version:u? removed:b read:u? delivered:u? markedUnread:b contact:20m9? settings:m150? moment:s seenNotices:u? seenMoments:t?
Known conversation:s version:u?
Mark conversation:s user:s read:u? delivered:u?
MarkSetRequest conversation:s read:u? delivered:u? unread:b
MarkSetResponse read:u? delivered:u? unread:b
Media id:s type:e10 size:u width:u height:u createdAt:t?
MediaGetRequest media:s
MediaGetResponse media:m94? content:y
MediaUploadRequest content:y
MediaUploadResponse media:m94?
Member conversation:s user:s role:e4 joinSeq:u? version:u? joinedAt:t? left:e1
Message conversation:s seq:u? version:u? sender:s clientMsgId:s createdAt:t? editedAt:t? recalled:b text:s@content anchor:u
MessageGetRequest conversation:s seqs:u*
MessageGetResponse messages:m100*? users:m154*?
MessageHistoryRequest conversation:s before:u@from after:u@from limit:u
MessageHistoryResponse messages:m100*? notices:m132*? users:m154*? more:b noticesCut:b
MessageSendRequest conversation:s clientMsgId:s text:s@content
MessageSendResponse message:m100? change:m7? repeated:b
Moment id:s author:s createdAt:t? text:s media:m94*? audience:m6? liked:b likes:s* likeCount:u comments:m109*? commentCount:u
MomentAlbumRequest user:s before:s limit:u
MomentComment id:s moment:s author:s text:s createdAt:t? replyTo:s replyToUser:s
MomentCommentRequest moment:s text:s replyTo:s clientKey:s
MomentCommentResponse comment:m109? repeated:b
MomentDeleteCommentRequest moment:s comment:s
MomentDeleteCommentResponse
MomentDeleteRequest moment:s
MomentDeleteResponse
MomentGetRequest moment:s
MomentGetResponse moment:m107? users:m154*?
MomentHint author:s createdAt:t?
MomentLikeRequest moment:s like:b
MomentLikeResponse liked:b
MomentNotice id:s kind:e11 moment:s author:s comment:m109? createdAt:t? version:u? text:s media:s
MomentNoticesRequest before:s limit:u
MomentNoticesResponse notices:m121*? users:m154*? next:s
MomentPageResponse moments:m107*? users:m154*? next:s
MomentPostRequest text:s media:s* audience:m6? clientKey:s
MomentPostResponse moment:m107? repeated:b
MomentSeenRequest notices:u? moments:t?
MomentSeenResponse
MomentTimelineRequest before:s limit:u
MomentUnreadRequest
MomentUnreadResponse notices:u author:s createdAt:t?
Notice conversation:s version:u? anchor:u? kind:e12 actor:s createdAt:t? text:s users:s* role:e4
Own role:e4 joinSeq:u? cleared:u? readSeq:u? lastSentSeq:u? recalled:u? mentions:u? markedUnread:b
Presence user:s online:b counter:u? conversation:s
PresenceSubscribeRequest conversation:s users:s*
PresenceSubscribeResponse present:s* count:u?
PresenceUnsubscribeRequest conversation:s users:s*
PresenceUnsubscribeResponse
Reply id:u ok:y@outcome error:m64?@outcome
Request id:u op:s args:y
Seat number:u? user:s connected:b
SessionOpenRequest token:s ticket:s device:m59?
SessionOpenResponse user:m154? device:m58? epoch:s heartbeatMs:u
SessionTicketRequest
SessionTicketResponse ticket:s expiresAt:t?
SettingGetRequest
SettingGetResponse settings:m150?
SettingSetRequest settings:m150?
SettingSetResponse settings:m150?
Settings accept:e13 moments:e14
Stale
SyncPullRequest epoch:s known:m90*? after:s until:s only:s* limit:u
SyncPullResponse epoch:s changes:m7*? next:s
User id:s username:s displayName:s picture:s counter:u? deleted:b
UserFindRequest username:s
UserFindResponse users:m154*?
UserGetRequest users:s*
UserGetResponse users:m154*?`;
export const enums = `0UNSPECIFIED 1FRIENDS 2ONLY_ME 3ONLY 4EXCEPT
0UNSPECIFIED 1LEFT 2KICKED 3DELETED 4NOT_FOUND 5DROPPED 6REPLACED 7DRAINED 8SLOW 9REVOKED
0UNSPECIFIED 1SENT 2RECEIVED
0UNSPECIFIED 1DIRECT 2GROUP 3ROOM 4WHISPER 5SELF
0UNSPECIFIED 1MEMBER 2ADMIN 3OWNER
0UNSPECIFIED 1WEB 2DESKTOP 3PHONE 4TABLET 5OTHER
0UNSPECIFIED 1INVALID 2UNAUTHENTICATED 3FORBIDDEN 4NOT_FOUND 5CONFLICT 6LIMITED 7TOO_LARGE 8UNAVAILABLE 9TIMEOUT 10INTERNAL 11UNIMPLEMENTED
0UNSPECIFIED 1WAITING 2RUNNING 3ENDED
0UNENDED 1FINISHED 2ABANDONED 3FAILED 4STUCK 5FLOODED 6STOPPED
0UNSPECIFIED 1JOINED 2MARK 10CONTACT 11SETTINGS 12MOMENT_NOTICE 13MOMENT_SEEN
0UNSPECIFIED 1PNG 2JPEG 3WEBP 4GIF
0UNSPECIFIED 1LIKE 2COMMENT 3REPLY
0UNSPECIFIED 1RENAMED 2CREATED 3ADDED 4REMOVED 5LEFT 6ROLE 7TRANSFERRED
0UNSPECIFIED 1EVERYONE 2FRIENDS
0UNSPECIFIED 1ALL 2MONTHS_6 3MONTH_1 4DAYS_3`;
export const operations = `account.signUp
account.logIn
account.logOut
conversation.create
conversation.get
conversation.list
conversation.join
conversation.leave
conversation.add
conversation.remove
conversation.setRole
conversation.transfer
conversation.delete
conversation.members
conversation.direct
conversation.whisper
conversation.update
device.list
device.revoke
game.types
game.create
game.join
game.joinOrCreate
game.list
game.get
game.leave
game.input
mark.set
message.send
message.history
message.get
presence.subscribe
presence.unsubscribe
session.open
session.ticket
sync.pull
user.get
user.find
contact.request
contact.accept
contact.decline
contact.remove
contact.list
contact.tag
contact.update
contact.block
contact.unblock
media.upload
media.get
moment.post
moment.timeline  MomentPageResponse
moment.album  MomentPageResponse
moment.get
moment.like
moment.comment
moment.deleteComment
moment.delete
moment.seen
moment.notices
moment.unread
setting.get
setting.set`;
