// Generated from proto/ by scripts/generate-contract-table.ts; do not edit.
export const messages = `Account user:m265 createdAt:t freshUntil:t usernameAfter:t email:s emailToVerify:s totp:b recoveryCodesLeft:u passkeys:u export:m104
AccountAnswerRequest app:s challenge:s code:s device:m106 cookie:b
AccountAnswerResponse user:m265 token:s device:s
AccountChangePasswordRequest current:s password:s
AccountChangeUsernameRequest username:s
AccountChangeUsernameResponse user:m265
AccountClaimRequest username:s password:s device:m106 cookie:b
AccountClaimResponse user:m265 token:s device:s
AccountConfirmRequest password:s@proof credential:s@proof
AccountConfirmResponse freshUntil:t
AccountExportPartRequest export:s part:u
AccountExportPartResponse content:y more:b
AccountExportResponse export:m104
AccountGetResponse account:m0
AccountGuestRequest app:s displayName:s device:m106 cookie:b
AccountGuestResponse user:m265 token:s device:s
AccountLogInRequest app:s username:s password:s device:m106 cookie:b
AccountLogInResponse user:m265 token:s device:s challenge:s
AccountLogInWithPasskeyRequest app:s credential:s device:m106 cookie:b
AccountLogInWithPasskeyResponse user:m265 token:s device:s
AccountOptionsRequest app:s
AccountOptionsResponse guests:b email:b passkeyDomain:s
AccountRequestResetRequest app:s email:s language:s
AccountResetRequest app:s code:s password:s
AccountSignUpRequest app:s username:s password:s displayName:s device:m106 cookie:b
AccountSignUpResponse user:m265 token:s device:s
Announcement text:s author:s createdAt:t
Applicant user:s text:s askedAt:t wasRemoved:b
Attachment media:m160 alt:s voice:m276
Attachments items:m28* text:s
Audience kind:e0 users:s* tags:s*
AuditEntry id:s at:t actor:s action:s app:s target:s details:s conversation:s
Ban user:s by:s reason:s bannedAt:t until:t
Card poll:m232@kind
Change conversation:s base:u? version:u? bare:b reset:b gone:e1 more:b head:m56 messages:m164* notices:m220* members:m163* items:m150* users:m265* noticesCut:b
Closing reason:e1 retryAfterMs:u?
Configuration level:e2 mutedUntil:t pinned:u archived:b archivedSeq:u
Contact user:s friend:b request:e3 text:s requestedAt:t expiresAt:t blocked:b hideMine:b hideTheirs:b alias:s tags:s*
ContactAcceptRequest user:s
ContactAcceptResponse contact:m37
ContactBlockRequest user:s
ContactBlockResponse contact:m37
ContactDeclineRequest user:s
ContactDeclineResponse contact:m37
ContactListRequest after:s limit:u
ContactListResponse contacts:m37* users:m265* next:s
ContactRemoveRequest user:s
ContactRemoveResponse contact:m37
ContactRequestRequest user:s text:s clientKey:s
ContactRequestResponse contact:m37 repeated:b
ContactTagRequest user:s tags:s*
ContactTagResponse contact:m37
ContactUnblockRequest user:s
ContactUnblockResponse contact:m37
ContactUpdateRequest user:s hideMine:b? hideTheirs:b? alias:s?
ContactUpdateResponse contact:m37
Conversation id:s kind:e4 parent:s title:s picture:s seq:u? version:u? memberCount:u? createdAt:t deleted:b users:s* own:m222 about:20s rights:m245 showsPast:b announcement:m26
ConversationAddRequest conversation:s users:s*
ConversationAddResponse change:m34
ConversationAnnounceRequest conversation:s text:s
ConversationAnnounceResponse conversation:m56 change:m34
ConversationAuditRequest conversation:s after:s limit:u
ConversationAuditResponse entries:m31* users:m265* next:s
ConversationBanRequest conversation:s user:s seconds:u reason:s
ConversationBanResponse change:m34
ConversationBansRequest conversation:s after:s limit:u
ConversationBansResponse bans:m32* users:m265* next:s
ConversationClearRequest conversation:s seq:u
ConversationClearResponse cleared:u?
ConversationConfigureRequest conversation:s level:e2 muteSeconds:u? pinned:b? archived:b?
ConversationConfigureResponse configuration:m36
ConversationCreateRequest kind:e4 title:s clientKey:s users:s*
ConversationCreateResponse conversation:m56 change:m34 repeated:b
ConversationDeleteRequest conversation:s
ConversationDeleteResponse change:m34
ConversationDirectRequest user:s clientKey:s
ConversationDirectResponse conversation:m56 change:m34 repeated:b
ConversationDraftRequest conversation:s text:s replyTo:u
ConversationGetRequest conversation:s
ConversationGetResponse conversation:m56 users:m265*
ConversationJoinRequest conversation:s
ConversationJoinResponse conversation:m56 change:m34 repeated:b
ConversationLeaveRequest conversation:s
ConversationLeaveResponse change:m34
ConversationListRequest kind:e4 query:s joined:b after:s limit:u
ConversationListResponse conversations:m56* users:m265* next:s
ConversationMembersRequest conversation:s since:u? after:s limit:u
ConversationMembersResponse members:m163* users:m265* version:u? next:s reset:b
ConversationMuteRequest conversation:s user:s seconds:u
ConversationMuteResponse change:m34
ConversationRemoveRequest conversation:s user:s
ConversationRemoveResponse change:m34
ConversationSetRightsRequest conversation:s rights:m245 showsPast:b?
ConversationSetRightsResponse conversation:m56 change:m34
ConversationSetRoleRequest conversation:s user:s role:e5
ConversationSetRoleResponse change:m34
ConversationTransferRequest conversation:s user:s
ConversationTransferResponse change:m34
ConversationUnbanRequest conversation:s user:s
ConversationUpdateRequest conversation:s title:s? picture:s? about:s?
ConversationUpdateResponse conversation:m56 change:m34
ConversationWhisperRequest room:s users:s* clientKey:s
ConversationWhisperResponse conversation:m56 change:m34 repeated:b
Count conversation:s count:u? counter:u?
DataExport id:s createdAt:t readyAt:t expiresAt:t size:u parts:u
Device id:s name:s class:e6 createdAt:t lastSeenAt:t current:b
DeviceDescription key:s name:s class:e6
DeviceListResponse devices:m105*
DeviceRenameRequest device:s name:s
DeviceRevokeRequest device:s
Draft text:s replyTo:u
EmailSetRequest address:s language:s
EmailVerifyRequest code:s
EmailVerifyResponse address:s
Error code:e7 reason:s retryable:b message:s retryAfterMs:u? incident:s?
Event change:m34@event mark:m153@event presence:m234@event count:m103@event stale:m255@event closing:m35@event game:m121@event profile:m265@event moment:20m208@event typing:60m264@event
Frame reply:m241@frame event:m115@frame
Game id:s type:s state:e8 private:b locked:b minSeats:u? maxSeats:u? seats:m246* options:s conversation:s code:s createdAt:t end:e9 result:s
GameCreateRequest type:s options:s private:b clientKey:s
GameCreateResponse game:m117 seat:u? repeated:b
GameEnded end:e9 result:s
GameEvent game:s state:m133@event patch:m133@event message:s@event seats:m132@event ended:m120@event left:e1@event moved:b@event
GameGetRequest game:s
GameGetResponse game:m117
GameInputRequest game:s input:s
GameJoinOrCreateRequest type:s options:s
GameJoinOrCreateResponse game:m117 seat:u? repeated:b
GameJoinRequest game:s code:s
GameJoinResponse game:m117 seat:u? repeated:b
GameLeaveRequest game:s
GameListRequest type:s seated:b after:s limit:u
GameListResponse games:m117* next:s
GameSeats state:e8 locked:b seats:m246*
GameState own:b tick:u? number:u? data:y
GameType type:s minSeats:u? maxSeats:u? tickRate:u? holdSeconds:u?
GameTypesResponse types:m134*
Invite id:s conversation:s createdBy:s createdAt:t expiresAt:t mostUses:u uses:u? approval:b
InviteCreateRequest conversation:s seconds:u mostUses:u approval:b clientKey:s
InviteCreateResponse invite:m136 code:s repeated:b
InviteDecideRequest conversation:s user:s approve:b
InviteDecideResponse change:m34
InviteJoinRequest code:s text:s
InviteJoinResponse conversation:m56 change:m34 repeated:b requested:b
InviteListRequest conversation:s
InviteListResponse invites:m136* users:m265*
InviteLookRequest code:s
InviteLookResponse title:s picture:s memberCount:u? approval:b
InviteRequestsRequest conversation:s after:s limit:u
InviteRequestsResponse applicants:m27* users:m265* next:s
InviteRevokeRequest conversation:s invite:s
Item kind:e10 key:s version:u? removed:b read:u? delivered:u? markedUnread:b contact:20m37 settings:m254 moment:s seenNotices:u? seenMoments:t reactions:40s* hidden:b votes:u* cleared:u? request:50m151 waiting:u configuration:60m36 draft:m110
JoinRequest state:e11 title:s
Known conversation:s version:u?
Mark conversation:s user:s read:u? delivered:u?
MarkListRequest conversation:s
MarkListResponse marks:m153*
MarkReadersRequest conversation:s seq:u
MarkReadersResponse count:u? readers:s*
MarkSetRequest conversation:s read:u? delivered:u? unread:b
MarkSetResponse read:u? delivered:u? unread:b
Media id:s type:e12 size:u width:u height:u createdAt:t name:s preview:y
MediaUploadRequest content:y name:s asFile:b
MediaUploadResponse media:m160
Member conversation:s user:s role:e5 joinSeq:u? version:u? joinedAt:t left:e1 mutedUntil:t
Message conversation:s seq:u? version:u? sender:s clientMsgId:s createdAt:t editedAt:t recalled:b text:s@content card:19m33@content media:m29@content anchor:10u replyTo:12u mentions:s* mentionsAll:b recalledBy:s reactions:m240* pinned:b origin:m221 hidden:70b damaged:b
MessageClosePollRequest conversation:s seq:u
MessageClosePollResponse message:m164 change:m34
MessageDeleteRequest conversation:s seqs:u*
MessageEditRequest conversation:s seq:u text:s@content mentions:s* mentionsAll:b clientKey:s
MessageEditResponse message:m164 change:m34 repeated:b
MessageEditsRequest conversation:s seq:u
MessageEditsResponse wordings:m277*
MessageForwardRequest conversation:s seqs:u* to:s* clientKey:s
MessageForwardResponse messages:m164* repeated:b
MessageGetRequest conversation:s seqs:u*
MessageGetResponse messages:m164* users:m265*
MessageHideRequest conversation:s seq:u reason:s
MessageHideResponse message:m164 change:m34
MessageHistoryRequest conversation:s before:u@from after:u@from limit:u
MessageHistoryResponse messages:m164* notices:m220* users:m265* more:b noticesCut:b
MessageHit message:m164 ranges:m259*
MessagePinRequest conversation:s seq:u
MessagePinResponse message:m164 change:m34
MessagePinsRequest conversation:s
MessagePinsResponse messages:m164* users:m265*
MessageReactRequest conversation:s seq:u emoji:s on:b
MessageReactResponse message:m164 change:m34
MessageReactionsRequest conversation:s seq:u emoji:s after:s limit:u
MessageReactionsResponse users:m265* next:s
MessageRecallRequest conversation:s seq:u
MessageRecallResponse message:m164 change:m34
MessageSearchRequest query:s conversation:s sender:s since:t until:t has:e13* after:s limit:u
MessageSearchResponse hits:m180* users:m265* next:s
MessageSendRequest conversation:s clientMsgId:s text:s@content card:7m33@content media:m29@content replyTo:4u mentions:s* mentionsAll:b
MessageSendResponse message:m164 change:m34 repeated:b
MessageUnpinRequest conversation:s seq:u
MessageUnpinResponse message:m164 change:m34
MessageVoteRequest conversation:s seq:u options:u*
MessageVoteResponse message:m164 change:m34
Moment id:s author:s createdAt:t text:s media:m160* audience:m30 liked:b likes:s* likeCount:u comments:m201* commentCount:u
MomentAlbumRequest user:s before:s limit:u
MomentComment id:s moment:s author:s text:s createdAt:t replyTo:s replyToUser:s
MomentCommentRequest moment:s text:s replyTo:s clientKey:s
MomentCommentResponse comment:m201 repeated:b
MomentDeleteCommentRequest moment:s comment:s
MomentDeleteRequest moment:s
MomentGetRequest moment:s
MomentGetResponse moment:m199 users:m265*
MomentHint author:s createdAt:t
MomentLikeRequest moment:s like:b
MomentLikeResponse liked:b
MomentNotice id:s kind:e14 moment:s author:s comment:m201 createdAt:t version:u? text:s media:s
MomentNoticesRequest before:s limit:u
MomentNoticesResponse notices:m211* users:m265* next:s
MomentPageResponse moments:m199* users:m265* next:s
MomentPostRequest text:s media:s* audience:m30 clientKey:s
MomentPostResponse moment:m199 repeated:b
MomentSeenRequest notices:u? moments:t
MomentTimelineRequest before:s limit:u
MomentUnreadResponse notices:u author:s createdAt:t
Notice conversation:s version:u? anchor:u? kind:e15 actor:s createdAt:t text:s users:s* role:e5 seq:20u count:30u
Origin sender:s conversation:s seq:u
Own role:e5 joinSeq:u? cleared:u? readSeq:u? lastSentSeq:u? recalled:u? mentions:u? markedUnread:b
Passkey id:s name:s createdAt:t lastUsedAt:t
PasskeyAddRequest credential:s name:s
PasskeyAddResponse passkey:m223
PasskeyAskRequest app:s
PasskeyAskResponse options:s
PasskeyCreateResponse options:s
PasskeyListResponse passkeys:m223*
PasskeyRemoveRequest passkey:s
PasskeyRenameRequest passkey:s name:s
Poll question:s options:m233* multiple:b closed:b voters:u
PollOption text:s votes:u
Presence user:s online:b counter:u? conversation:s seenAt:t
PresenceAttendRequest stopped:b
PresenceSubscribeRequest conversation:s users:s*
PresenceSubscribeResponse present:s* count:u? seen:m247*
PresenceTypingRequest conversation:s stopped:b
PresenceUnsubscribeRequest conversation:s users:s*
Reaction emoji:s count:u?
Reply id:u ok:y@outcome error:m114@outcome
ReportCreateRequest user:s moment:s conversation:s seq:u reason:e16 text:s clientKey:s
ReportCreateResponse repeated:b
Request id:u op:s args:y
Rights invite:e5 post:e5 pin:e5 change:e5 mentionAll:e5
Seat number:u? user:s connected:b
Seen user:s at:t
SessionOpenRequest token:s ticket:s device:m106
SessionOpenResponse user:m265 device:m105 epoch:s heartbeatMs:u editSeconds:u recallSeconds:u
SessionTicketResponse ticket:s expiresAt:t
SettingGetResponse settings:m254
SettingSetRequest settings:m254
SettingSetResponse settings:m254
Settings accept:e17 moments:e18 receipts:60e19 typing:e19 presence:e20
Stale
Status emoji:s text:s until:t
SyncPullRequest epoch:s known:m152* after:s until:s only:s* limit:u
SyncPullResponse epoch:s changes:m34* next:s
TextRange start:u? end:u?
TotpConfirmRequest code:s
TotpConfirmResponse recoveryCodes:s*
TotpCreateResponse secret:s uri:s
TotpRenewCodesResponse recoveryCodes:s*
Typing conversation:s user:s stopped:b
User id:s username:s displayName:s picture:s counter:u? deleted:b about:s? guest:b status:60m256
UserFindRequest username:s
UserFindResponse users:m265*
UserGetRequest users:s*
UserGetResponse users:m265*
UserSearchRequest query:s limit:u
UserSearchResponse users:m265*
UserSetStatusRequest emoji:s text:s seconds:u
UserSetStatusResponse user:m265
UserUpdateProfileRequest displayName:s? about:s? picture:s?
UserUpdateProfileResponse user:m265
Voice durationMs:u loudness:y
Wording text:s since:t`;
export const enums = `UNSPECIFIED FRIENDS ONLY_ME ONLY EXCEPT
UNSPECIFIED LEFT KICKED DELETED NOT_FOUND DROPPED REPLACED DRAINED SLOW REVOKED PASSWORD_CHANGED
UNSPECIFIED ALL MENTIONS NONE
UNSPECIFIED SENT RECEIVED
UNSPECIFIED DIRECT GROUP ROOM WHISPER SELF
UNSPECIFIED MEMBER ADMIN OWNER
UNSPECIFIED WEB DESKTOP PHONE TABLET OTHER
UNSPECIFIED INVALID UNAUTHENTICATED FORBIDDEN NOT_FOUND CONFLICT LIMITED TOO_LARGE UNAVAILABLE TIMEOUT INTERNAL UNIMPLEMENTED
UNSPECIFIED WAITING RUNNING ENDED
UNENDED FINISHED ABANDONED FAILED STUCK FLOODED STOPPED
UNSPECIFIED JOINED MARK 10CONTACT SETTINGS MOMENT_NOTICE MOMENT_SEEN 20MESSAGE CLEARED 40CONFIGURATION DRAFT 30REQUEST REQUESTS
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
export const operations = `account.logOut
account.get
account.export
account.delete
device.list
game.types
email.remove
passkey.create
passkey.list
session.ticket
totp.create
totp.renewCodes
totp.remove
moment.timeline  MomentPageResponse
moment.album  MomentPageResponse
moment.unread
setting.get`;
