// Generated from proto/ by scripts/generate-contract-table.ts; do not edit.
export const messages = `Account user:m294 createdAt:t freshUntil:t usernameAfter:t email:s emailToVerify:s totp:b recoveryCodesLeft:u passkeys:u export:m113
AccountAnswerRequest app:s challenge:s code:s device:m115 cookie:b
AccountAnswerResponse user:m294 token:s device:s
AccountChangePasswordRequest current:s password:s
AccountChangePasswordResponse
AccountChangeUsernameRequest username:s
AccountChangeUsernameResponse user:m294
AccountClaimRequest username:s password:s device:m115 cookie:b
AccountClaimResponse user:m294 token:s device:s
AccountConfirmRequest password:s@proof credential:s@proof
AccountConfirmResponse freshUntil:t
AccountDeleteRequest
AccountDeleteResponse
AccountExportPartRequest export:s part:u
AccountExportPartResponse content:y more:b
AccountExportRequest
AccountExportResponse export:m113
AccountGetRequest
AccountGetResponse account:m0
AccountGuestRequest app:s displayName:s device:m115 cookie:b
AccountGuestResponse user:m294 token:s device:s
AccountLogInRequest app:s username:s password:s device:m115 cookie:b
AccountLogInResponse user:m294 token:s device:s challenge:s
AccountLogInWithPasskeyRequest app:s credential:s device:m115 cookie:b
AccountLogInWithPasskeyResponse user:m294 token:s device:s
AccountLogOutRequest
AccountLogOutResponse
AccountOptionsRequest app:s
AccountOptionsResponse guests:b email:b passkeyDomain:s
AccountRequestResetRequest app:s email:s language:s
AccountRequestResetResponse
AccountResetRequest app:s code:s password:s
AccountResetResponse
AccountSignUpRequest app:s username:s password:s displayName:s device:m115 cookie:b
AccountSignUpResponse user:m294 token:s device:s
Announcement text:s author:s createdAt:t
Applicant user:s text:s askedAt:t wasRemoved:b
Attachment media:m176 alt:s voice:m303
Attachments items:m37* text:s
Audience kind:e0 users:s* tags:s*
AuditEntry id:s at:t actor:s action:s app:s target:s details:s conversation:s
Ban user:s by:s reason:s bannedAt:t until:t
Card poll:m255@kind
Change conversation:s base:u? version:u? bare:b reset:b gone:e1 more:b head:m65 messages:m180* notices:m239* members:m179* items:m168* users:m294* noticesCut:b
Closing reason:e1 retryAfterMs:u?
Configuration level:e2 mutedUntil:t pinned:u archived:b archivedSeq:u
Contact user:s friend:b request:e3 text:s requestedAt:t expiresAt:t blocked:b hideMine:b hideTheirs:b alias:s tags:s*
ContactAcceptRequest user:s
ContactAcceptResponse contact:m46
ContactBlockRequest user:s
ContactBlockResponse contact:m46
ContactDeclineRequest user:s
ContactDeclineResponse contact:m46
ContactListRequest after:s limit:u
ContactListResponse contacts:m46* users:m294* next:s
ContactRemoveRequest user:s
ContactRemoveResponse contact:m46
ContactRequestRequest user:s text:s clientKey:s
ContactRequestResponse contact:m46 repeated:b
ContactTagRequest user:s tags:s*
ContactTagResponse contact:m46
ContactUnblockRequest user:s
ContactUnblockResponse contact:m46
ContactUpdateRequest user:s hideMine:b? hideTheirs:b? alias:s?
ContactUpdateResponse contact:m46
Conversation id:s kind:e4 parent:s title:s picture:s seq:u? version:u? memberCount:u? createdAt:t deleted:b users:s* own:m241 about:20s rights:m269 showsPast:b announcement:m35
ConversationAddRequest conversation:s users:s*
ConversationAddResponse change:m43
ConversationAnnounceRequest conversation:s text:s
ConversationAnnounceResponse conversation:m65 change:m43
ConversationAuditRequest conversation:s after:s limit:u
ConversationAuditResponse entries:m40* users:m294* next:s
ConversationBanRequest conversation:s user:s seconds:u reason:s
ConversationBanResponse change:m43
ConversationBansRequest conversation:s after:s limit:u
ConversationBansResponse bans:m41* users:m294* next:s
ConversationClearRequest conversation:s seq:u
ConversationClearResponse cleared:u?
ConversationConfigureRequest conversation:s level:e2 muteSeconds:u? pinned:b? archived:b?
ConversationConfigureResponse configuration:m45
ConversationCreateRequest kind:e4 title:s clientKey:s users:s*
ConversationCreateResponse conversation:m65 change:m43 repeated:b
ConversationDeleteRequest conversation:s
ConversationDeleteResponse change:m43
ConversationDirectRequest user:s clientKey:s
ConversationDirectResponse conversation:m65 change:m43 repeated:b
ConversationGetRequest conversation:s
ConversationGetResponse conversation:m65 users:m294*
ConversationJoinRequest conversation:s
ConversationJoinResponse conversation:m65 change:m43 repeated:b
ConversationLeaveRequest conversation:s
ConversationLeaveResponse change:m43
ConversationListRequest kind:e4 query:s joined:b after:s limit:u
ConversationListResponse conversations:m65* users:m294* next:s
ConversationMembersRequest conversation:s since:u? after:s limit:u
ConversationMembersResponse members:m179* users:m294* version:u? next:s reset:b
ConversationMuteRequest conversation:s user:s seconds:u
ConversationMuteResponse change:m43
ConversationRemoveRequest conversation:s user:s
ConversationRemoveResponse change:m43
ConversationSetRightsRequest conversation:s rights:m269 showsPast:b?
ConversationSetRightsResponse conversation:m65 change:m43
ConversationSetRoleRequest conversation:s user:s role:e5
ConversationSetRoleResponse change:m43
ConversationTransferRequest conversation:s user:s
ConversationTransferResponse change:m43
ConversationUnbanRequest conversation:s user:s
ConversationUnbanResponse
ConversationUpdateRequest conversation:s title:s? picture:s? about:s?
ConversationUpdateResponse conversation:m65 change:m43
ConversationWhisperRequest room:s users:s* clientKey:s
ConversationWhisperResponse conversation:m65 change:m43 repeated:b
Count conversation:s count:u? counter:u?
DataExport id:s createdAt:t readyAt:t expiresAt:t size:u parts:u
Device id:s name:s class:e6 createdAt:t lastSeenAt:t current:b
DeviceDescription key:s name:s class:e6
DeviceListRequest
DeviceListResponse devices:m114*
DeviceRenameRequest device:s name:s
DeviceRenameResponse
DeviceRevokeRequest device:s
DeviceRevokeResponse
EmailRemoveRequest
EmailRemoveResponse
EmailSetRequest address:s language:s
EmailSetResponse
EmailVerifyRequest code:s
EmailVerifyResponse address:s
Error code:e7 reason:s retryable:b message:s retryAfterMs:u? incident:s?
Event change:m43@event mark:m171@event presence:m257@event count:m112@event stale:m281@event closing:m44@event game:m135@event profile:m294@event moment:20m225@event typing:60m293@event
Frame reply:m265@frame event:m129@frame
Game id:s type:s state:e8 private:b locked:b minSeats:u? maxSeats:u? seats:m270* options:s conversation:s code:s createdAt:t end:e9 result:s
GameCreateRequest type:s options:s private:b clientKey:s
GameCreateResponse game:m131 seat:u? repeated:b
GameEnded end:e9 result:s
GameEvent game:s state:m149@event patch:m149@event message:s@event seats:m148@event ended:m134@event left:e1@event moved:b@event
GameGetRequest game:s
GameGetResponse game:m131
GameInputRequest game:s input:s
GameInputResponse
GameJoinOrCreateRequest type:s options:s
GameJoinOrCreateResponse game:m131 seat:u? repeated:b
GameJoinRequest game:s code:s
GameJoinResponse game:m131 seat:u? repeated:b
GameLeaveRequest game:s
GameLeaveResponse
GameListRequest type:s seated:b after:s limit:u
GameListResponse games:m131* next:s
GameSeats state:e8 locked:b seats:m270*
GameState own:b tick:u? number:u? data:y
GameType type:s minSeats:u? maxSeats:u? tickRate:u? holdSeconds:u?
GameTypesRequest
GameTypesResponse types:m150*
Invite id:s conversation:s createdBy:s createdAt:t expiresAt:t mostUses:u uses:u? approval:b
InviteCreateRequest conversation:s seconds:u mostUses:u approval:b clientKey:s
InviteCreateResponse invite:m153 code:s repeated:b
InviteDecideRequest conversation:s user:s approve:b
InviteDecideResponse change:m43
InviteJoinRequest code:s text:s
InviteJoinResponse conversation:m65 change:m43 repeated:b requested:b
InviteListRequest conversation:s
InviteListResponse invites:m153* users:m294*
InviteLookRequest code:s
InviteLookResponse title:s picture:s memberCount:u? approval:b
InviteRequestsRequest conversation:s after:s limit:u
InviteRequestsResponse applicants:m36* users:m294* next:s
InviteRevokeRequest conversation:s invite:s
InviteRevokeResponse
Item kind:e10 key:s version:u? removed:b read:u? delivered:u? markedUnread:b contact:20m46 settings:m280 moment:s seenNotices:u? seenMoments:t reactions:40s* hidden:b votes:u* cleared:u? request:50m169 waiting:u configuration:60m45
JoinRequest state:e11 title:s
Known conversation:s version:u?
Mark conversation:s user:s read:u? delivered:u?
MarkListRequest conversation:s
MarkListResponse marks:m171*
MarkSetRequest conversation:s read:u? delivered:u? unread:b
MarkSetResponse read:u? delivered:u? unread:b
Media id:s type:e12 size:u width:u height:u createdAt:t name:s preview:y
MediaUploadRequest content:y name:s asFile:b
MediaUploadResponse media:m176
Member conversation:s user:s role:e5 joinSeq:u? version:u? joinedAt:t left:e1 mutedUntil:t
Message conversation:s seq:u? version:u? sender:s clientMsgId:s createdAt:t editedAt:t recalled:b text:s@content card:19m42@content media:m38@content anchor:10u replyTo:12u mentions:s* mentionsAll:b recalledBy:s reactions:m264* pinned:b origin:m240
MessageClosePollRequest conversation:s seq:u
MessageClosePollResponse message:m180 change:m43
MessageDeleteRequest conversation:s seqs:u*
MessageDeleteResponse
MessageEditRequest conversation:s seq:u text:s@content mentions:s* mentionsAll:b clientKey:s
MessageEditResponse message:m180 change:m43 repeated:b
MessageEditsRequest conversation:s seq:u
MessageEditsResponse wordings:m304*
MessageForwardRequest conversation:s seqs:u* to:s* clientKey:s
MessageForwardResponse messages:m180* repeated:b
MessageGetRequest conversation:s seqs:u*
MessageGetResponse messages:m180* users:m294*
MessageHistoryRequest conversation:s before:u@from after:u@from limit:u
MessageHistoryResponse messages:m180* notices:m239* users:m294* more:b noticesCut:b
MessageHit message:m180 ranges:m284*
MessagePinRequest conversation:s seq:u
MessagePinResponse message:m180 change:m43
MessagePinsRequest conversation:s
MessagePinsResponse messages:m180* users:m294*
MessageReactRequest conversation:s seq:u emoji:s on:b
MessageReactResponse message:m180 change:m43
MessageReactionsRequest conversation:s seq:u emoji:s after:s limit:u
MessageReactionsResponse users:m294* next:s
MessageRecallRequest conversation:s seq:u
MessageRecallResponse message:m180 change:m43
MessageSearchRequest query:s conversation:s sender:s since:t until:t has:e13* after:s limit:u
MessageSearchResponse hits:m195* users:m294* next:s
MessageSendRequest conversation:s clientMsgId:s text:s@content card:7m42@content media:m38@content replyTo:4u mentions:s* mentionsAll:b
MessageSendResponse message:m180 change:m43 repeated:b
MessageUnpinRequest conversation:s seq:u
MessageUnpinResponse message:m180 change:m43
MessageVoteRequest conversation:s seq:u options:u*
MessageVoteResponse message:m180 change:m43
Moment id:s author:s createdAt:t text:s media:m176* audience:m39 liked:b likes:s* likeCount:u comments:m216* commentCount:u
MomentAlbumRequest user:s before:s limit:u
MomentComment id:s moment:s author:s text:s createdAt:t replyTo:s replyToUser:s
MomentCommentRequest moment:s text:s replyTo:s clientKey:s
MomentCommentResponse comment:m216 repeated:b
MomentDeleteCommentRequest moment:s comment:s
MomentDeleteCommentResponse
MomentDeleteRequest moment:s
MomentDeleteResponse
MomentGetRequest moment:s
MomentGetResponse moment:m214 users:m294*
MomentHint author:s createdAt:t
MomentLikeRequest moment:s like:b
MomentLikeResponse liked:b
MomentNotice id:s kind:e14 moment:s author:s comment:m216 createdAt:t version:u? text:s media:s
MomentNoticesRequest before:s limit:u
MomentNoticesResponse notices:m228* users:m294* next:s
MomentPageResponse moments:m214* users:m294* next:s
MomentPostRequest text:s media:s* audience:m39 clientKey:s
MomentPostResponse moment:m214 repeated:b
MomentSeenRequest notices:u? moments:t
MomentSeenResponse
MomentTimelineRequest before:s limit:u
MomentUnreadRequest
MomentUnreadResponse notices:u author:s createdAt:t
Notice conversation:s version:u? anchor:u? kind:e15 actor:s createdAt:t text:s users:s* role:e5 seq:20u count:30u
Origin sender:s conversation:s seq:u
Own role:e5 joinSeq:u? cleared:u? readSeq:u? lastSentSeq:u? recalled:u? mentions:u? markedUnread:b
Passkey id:s name:s createdAt:t lastUsedAt:t
PasskeyAddRequest credential:s name:s
PasskeyAddResponse passkey:m242
PasskeyAskRequest app:s
PasskeyAskResponse options:s
PasskeyCreateRequest
PasskeyCreateResponse options:s
PasskeyListRequest
PasskeyListResponse passkeys:m242*
PasskeyRemoveRequest passkey:s
PasskeyRemoveResponse
PasskeyRenameRequest passkey:s name:s
PasskeyRenameResponse
Poll question:s options:m256* multiple:b closed:b voters:u
PollOption text:s votes:u
Presence user:s online:b counter:u? conversation:s seenAt:t
PresenceSubscribeRequest conversation:s users:s*
PresenceSubscribeResponse present:s* count:u? seen:m271*
PresenceTypingRequest conversation:s stopped:b
PresenceTypingResponse
PresenceUnsubscribeRequest conversation:s users:s*
PresenceUnsubscribeResponse
Reaction emoji:s count:u?
Reply id:u ok:y@outcome error:m128@outcome
ReportCreateRequest user:s moment:s conversation:s seq:u reason:e16 text:s clientKey:s
ReportCreateResponse repeated:b
Request id:u op:s args:y
Rights invite:e5 post:e5 pin:e5 change:e5 mentionAll:e5
Seat number:u? user:s connected:b
Seen user:s at:t
SessionOpenRequest token:s ticket:s device:m115
SessionOpenResponse user:m294 device:m114 epoch:s heartbeatMs:u editSeconds:u recallSeconds:u
SessionTicketRequest
SessionTicketResponse ticket:s expiresAt:t
SettingGetRequest
SettingGetResponse settings:m280
SettingSetRequest settings:m280
SettingSetResponse settings:m280
Settings accept:e17 moments:e18 receipts:60e19 typing:e19 presence:e20
Stale
SyncPullRequest epoch:s known:m170* after:s until:s only:s* limit:u
SyncPullResponse epoch:s changes:m43* next:s
TextRange start:u? end:u?
TotpConfirmRequest code:s
TotpConfirmResponse recoveryCodes:s*
TotpCreateRequest
TotpCreateResponse secret:s uri:s
TotpRemoveRequest
TotpRemoveResponse
TotpRenewCodesRequest
TotpRenewCodesResponse recoveryCodes:s*
Typing conversation:s user:s stopped:b
User id:s username:s displayName:s picture:s counter:u? deleted:b about:s? guest:b
UserFindRequest username:s
UserFindResponse users:m294*
UserGetRequest users:s*
UserGetResponse users:m294*
UserSearchRequest query:s limit:u
UserSearchResponse users:m294*
UserUpdateProfileRequest displayName:s? about:s? picture:s?
UserUpdateProfileResponse user:m294
Voice durationMs:u loudness:y
Wording text:s since:t`;
export const enums = `UNSPECIFIED FRIENDS ONLY_ME ONLY EXCEPT
UNSPECIFIED LEFT KICKED DELETED NOT_FOUND DROPPED REPLACED DRAINED SLOW REVOKED
UNSPECIFIED ALL MENTIONS NONE
UNSPECIFIED SENT RECEIVED
UNSPECIFIED DIRECT GROUP ROOM WHISPER SELF
UNSPECIFIED MEMBER ADMIN OWNER
UNSPECIFIED WEB DESKTOP PHONE TABLET OTHER
UNSPECIFIED INVALID UNAUTHENTICATED FORBIDDEN NOT_FOUND CONFLICT LIMITED TOO_LARGE UNAVAILABLE TIMEOUT INTERNAL UNIMPLEMENTED
UNSPECIFIED WAITING RUNNING ENDED
UNENDED FINISHED ABANDONED FAILED STUCK FLOODED STOPPED
UNSPECIFIED JOINED MARK 10CONTACT SETTINGS MOMENT_NOTICE MOMENT_SEEN 20MESSAGE CLEARED 40CONFIGURATION 30REQUEST REQUESTS
UNSPECIFIED WAITING APPROVED DECLINED
UNSPECIFIED PNG JPEG WEBP GIF FILE MP4 WEBM OGG MP3 M4A WAV
UNSPECIFIED LINK POLL PICTURE FILE
UNSPECIFIED LIKE COMMENT REPLY
UNSPECIFIED RENAMED CREATED ADDED REMOVED LEFT ROLE TRANSFERRED ANNOUNCED PICTURE ABOUT RIGHTS JOINED 20PINNED
UNSPECIFIED SPAM HARASSMENT VIOLENCE SEXUAL ILLEGAL OTHER
UNSPECIFIED EVERYONE FRIENDS
UNSPECIFIED ALL MONTHS_6 MONTH_1 DAYS_3
UNSPECIFIED SHOWN HIDDEN
UNSPECIFIED EVERYONE FRIENDS NOBODY`;
export const operations = `moment.timeline MomentTimelineRequest MomentPageResponse
moment.album MomentAlbumRequest MomentPageResponse`;
