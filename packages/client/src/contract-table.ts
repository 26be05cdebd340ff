// Generated from proto/ by scripts/generate-contract-table.ts; do not edit.
export const messages = `Account user:1m130? createdAt:2t? freshUntil:3t? usernameAfter:4t? email:5s emailToVerify:6s totp:7b recoveryCodesLeft:8u passkeys:9u
AccountAnswerRequest app:1s challenge:2s code:3s device:4m64? cookie:5b
AccountAnswerResponse user:1m130? token:2s device:3s
AccountChangePasswordRequest current:1s password:2s
AccountChangePasswordResponse
AccountChangeUsernameRequest username:1s
AccountChangeUsernameResponse user:1m130?
AccountClaimRequest username:1s password:2s device:3m64? cookie:4b
AccountClaimResponse user:1m130? token:2s device:3s
AccountConfirmRequest password:1s@proof credential:2s@proof
AccountConfirmResponse freshUntil:1t?
AccountDeleteRequest
AccountDeleteResponse
AccountGetRequest
AccountGetResponse account:1m0?
AccountGuestRequest app:1s displayName:2s device:3m64? cookie:4b
AccountGuestResponse user:1m130? token:2s device:3s
AccountLogInRequest app:1s username:2s password:3s device:4m64? cookie:5b
AccountLogInResponse user:1m130? token:2s device:3s challenge:4s
AccountLogInWithPasskeyRequest app:1s credential:2s device:3m64? cookie:4b
AccountLogInWithPasskeyResponse user:1m130? token:2s device:3s
AccountLogOutRequest
AccountLogOutResponse
AccountOptionsRequest app:1s
AccountOptionsResponse guests:1b email:2b passkeyDomain:3s
AccountRequestResetRequest app:1s email:2s language:3s
AccountRequestResetResponse
AccountResetRequest app:1s code:2s password:3s
AccountResetResponse
AccountSignUpRequest app:1s username:2s password:3s displayName:4s device:5m64? cookie:6b
AccountSignUpResponse user:1m130? token:2s device:3s
Change conversation:1s base:2u? version:3u? bare:4b reset:5b gone:6e0 more:7b head:8m33? messages:9m86*? notices:10m93*? members:11m85*? items:12m80*? users:13m130*? noticesCut:14b
Closing reason:1e0 retryAfterMs:2u?
Conversation id:1s kind:2e1 parent:3s title:4s picture:5s seq:6u? version:7u? memberCount:8u? createdAt:9t? deleted:10b users:11s* own:12m94?
ConversationAddRequest conversation:1s users:2s*
ConversationAddResponse change:1m31?
ConversationCreateRequest kind:1e1 title:2s clientKey:3s users:4s*
ConversationCreateResponse conversation:1m33? change:2m31? repeated:3b
ConversationDeleteRequest conversation:1s
ConversationDeleteResponse change:1m31?
ConversationDirectRequest user:1s clientKey:2s
ConversationDirectResponse conversation:1m33? change:2m31? repeated:3b
ConversationGetRequest conversation:1s
ConversationGetResponse conversation:1m33? users:2m130*?
ConversationJoinRequest conversation:1s
ConversationJoinResponse conversation:1m33? change:2m31? repeated:3b
ConversationLeaveRequest conversation:1s
ConversationLeaveResponse change:1m31?
ConversationListRequest kind:1e1 query:2s joined:3b after:4s limit:5u
ConversationListResponse conversations:1m33*? users:2m130*? next:3s
ConversationMembersRequest conversation:1s since:2u? after:3s limit:4u
ConversationMembersResponse members:1m85*? users:2m130*? version:3u? next:4s reset:5b
ConversationRemoveRequest conversation:1s user:2s
ConversationRemoveResponse change:1m31?
ConversationSetRoleRequest conversation:1s user:2s role:3e2
ConversationSetRoleResponse change:1m31?
ConversationTransferRequest conversation:1s user:2s
ConversationTransferResponse change:1m31?
ConversationUpdateRequest conversation:1s title:2s
ConversationUpdateResponse conversation:1m33? change:2m31?
ConversationWhisperRequest room:1s users:2s* clientKey:3s
ConversationWhisperResponse conversation:1m33? change:2m31? repeated:3b
Count conversation:1s count:2u? counter:3u?
Device id:1s name:2s class:3e3 createdAt:4t? lastSeenAt:5t? current:6b
DeviceDescription key:1s name:2s class:3e3
DeviceListRequest
DeviceListResponse devices:1m63*?
DeviceRenameRequest device:1s name:2s
DeviceRenameResponse
DeviceRevokeRequest device:1s
DeviceRevokeResponse
EmailRemoveRequest
EmailRemoveResponse
EmailSetRequest address:1s language:2s
EmailSetResponse
EmailVerifyRequest code:1s
EmailVerifyResponse address:1s
Error code:1e4 reason:2s retryable:3b message:4s retryAfterMs:5u? incident:6s?
Event change:1m31?@event mark:2m82?@event presence:3m108?@event count:4m62?@event stale:5m119?@event closing:6m32?@event profile:7m130?@event
Frame reply:1m113?@frame event:2m78?@frame
Item kind:1e5 key:2s version:3u? removed:4b read:5u? delivered:6u? markedUnread:7b
Known conversation:1s version:2u?
Mark conversation:1s user:2s read:3u? delivered:4u?
MarkSetRequest conversation:1s read:2u? delivered:3u? unread:4b
MarkSetResponse read:1u? delivered:2u? unread:3b
Member conversation:1s user:2s role:3e2 joinSeq:4u? version:5u? joinedAt:6t? left:7e0
Message conversation:1s seq:2u? version:3u? sender:4s clientMsgId:5s createdAt:6t? editedAt:7t? recalled:8b text:9s@content anchor:10u
MessageGetRequest conversation:1s seqs:2u*
MessageGetResponse messages:1m86*? users:2m130*?
MessageHistoryRequest conversation:1s before:2u@from after:3u@from limit:4u
MessageHistoryResponse messages:1m86*? notices:2m93*? users:3m130*? more:4b noticesCut:5b
MessageSendRequest conversation:1s clientMsgId:2s text:3s@content
MessageSendResponse message:1m86? change:2m31? repeated:3b
Notice conversation:1s version:2u? anchor:3u? kind:4e6 actor:5s createdAt:6t? text:7s users:8s* role:9e2
Own role:1e2 joinSeq:2u? cleared:3u? readSeq:4u? lastSentSeq:5u? recalled:6u? mentions:7u? markedUnread:8b
Passkey id:1s name:2s createdAt:3t? lastUsedAt:4t?
PasskeyAddRequest credential:1s name:2s
PasskeyAddResponse passkey:1m95?
PasskeyAskRequest app:1s
PasskeyAskResponse options:1s
PasskeyCreateRequest
PasskeyCreateResponse options:1s
PasskeyListRequest
PasskeyListResponse passkeys:1m95*?
PasskeyRemoveRequest passkey:1s
PasskeyRemoveResponse
PasskeyRenameRequest passkey:1s name:2s
PasskeyRenameResponse
Presence user:1s online:2b counter:3u? conversation:4s
PresenceSubscribeRequest conversation:1s users:2s*
PresenceSubscribeResponse present:1s* count:2u?
PresenceUnsubscribeRequest conversation:1s users:2s*
PresenceUnsubscribeResponse
Reply id:1u ok:2y@outcome error:3m77?@outcome
Request id:1u op:2s args:3y
SessionOpenRequest token:1s ticket:2s device:3m64?
SessionOpenResponse user:1m130? device:2m63? epoch:3s heartbeatMs:4u
SessionTicketRequest
SessionTicketResponse ticket:1s expiresAt:2t?
Stale
SyncPullRequest epoch:1s known:2m81*? after:3s until:4s only:5s* limit:6u
SyncPullResponse epoch:1s changes:2m31*? next:3s
TotpConfirmRequest code:1s
TotpConfirmResponse recoveryCodes:1s*
TotpCreateRequest
TotpCreateResponse secret:1s uri:2s
TotpRemoveRequest
TotpRemoveResponse
TotpRenewCodesRequest
TotpRenewCodesResponse recoveryCodes:1s*
User id:1s username:2s displayName:3s picture:4s counter:5u? deleted:6b about:7s? guest:8b
UserFindRequest username:1s
UserFindResponse users:1m130*?
UserGetRequest users:1s*
UserGetResponse users:1m130*?
UserUpdateProfileRequest displayName:1s? about:2s?
UserUpdateProfileResponse user:1m130?`;
export const enums = `0UNSPECIFIED 1LEFT 2KICKED 3DELETED 4NOT_FOUND 5DROPPED 6REPLACED 7DRAINED 8SLOW 9REVOKED
0UNSPECIFIED 1DIRECT 2GROUP 3ROOM 4WHISPER 5SELF
0UNSPECIFIED 1MEMBER 2ADMIN 3OWNER
0UNSPECIFIED 1WEB 2DESKTOP 3PHONE 4TABLET 5OTHER
0UNSPECIFIED 1INVALID 2UNAUTHENTICATED 3FORBIDDEN 4NOT_FOUND 5CONFLICT 6LIMITED 7TOO_LARGE 8UNAVAILABLE 9TIMEOUT 10INTERNAL 11UNIMPLEMENTED
0UNSPECIFIED 1JOINED 2MARK
0UNSPECIFIED 1RENAMED 2CREATED 3ADDED 4REMOVED 5LEFT 6ROLE 7TRANSFERRED`;
export const operations = `account.signUp AccountSignUpRequest AccountSignUpResponse
account.logIn AccountLogInRequest AccountLogInResponse
account.answer AccountAnswerRequest AccountAnswerResponse
account.logInWithPasskey AccountLogInWithPasskeyRequest AccountLogInWithPasskeyResponse
account.guest AccountGuestRequest AccountGuestResponse
account.claim AccountClaimRequest AccountClaimResponse
account.options AccountOptionsRequest AccountOptionsResponse
account.requestReset AccountRequestResetRequest AccountRequestResetResponse
account.reset AccountResetRequest AccountResetResponse
account.logOut AccountLogOutRequest AccountLogOutResponse
account.get AccountGetRequest AccountGetResponse
account.confirm AccountConfirmRequest AccountConfirmResponse
account.changePassword AccountChangePasswordRequest AccountChangePasswordResponse
account.changeUsername AccountChangeUsernameRequest AccountChangeUsernameResponse
account.delete AccountDeleteRequest AccountDeleteResponse
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
device.list DeviceListRequest DeviceListResponse
device.revoke DeviceRevokeRequest DeviceRevokeResponse
device.rename DeviceRenameRequest DeviceRenameResponse
email.set EmailSetRequest EmailSetResponse
email.verify EmailVerifyRequest EmailVerifyResponse
email.remove EmailRemoveRequest EmailRemoveResponse
mark.set MarkSetRequest MarkSetResponse
message.send MessageSendRequest MessageSendResponse
message.history MessageHistoryRequest MessageHistoryResponse
message.get MessageGetRequest MessageGetResponse
passkey.ask PasskeyAskRequest PasskeyAskResponse
passkey.create PasskeyCreateRequest PasskeyCreateResponse
passkey.add PasskeyAddRequest PasskeyAddResponse
passkey.list PasskeyListRequest PasskeyListResponse
passkey.rename PasskeyRenameRequest PasskeyRenameResponse
passkey.remove PasskeyRemoveRequest PasskeyRemoveResponse
presence.subscribe PresenceSubscribeRequest PresenceSubscribeResponse
presence.unsubscribe PresenceUnsubscribeRequest PresenceUnsubscribeResponse
session.open SessionOpenRequest SessionOpenResponse
session.ticket SessionTicketRequest SessionTicketResponse
sync.pull SyncPullRequest SyncPullResponse
totp.create TotpCreateRequest TotpCreateResponse
totp.confirm TotpConfirmRequest TotpConfirmResponse
totp.renewCodes TotpRenewCodesRequest TotpRenewCodesResponse
totp.remove TotpRemoveRequest TotpRemoveResponse
user.get UserGetRequest UserGetResponse
user.find UserFindRequest UserFindResponse
user.updateProfile UserUpdateProfileRequest UserUpdateProfileResponse`;
