// The name of an operation and the RPC that it is: `message.send` is MessageService.Send. Derived from the services of the
// contract, so that a new RPC is a new operation and nothing else is written down.
import type {
  DescMethodServerStreaming,
  DescMethodUnary,
  MessageInitShape,
  MessageShape,
} from '@bufbuild/protobuf';
import { AccountService } from './gen/hubbub/v1/account_pb.ts';
import { AppService } from './gen/hubbub/v1/app_pb.ts';
import { AuditService } from './gen/hubbub/v1/audit_pb.ts';
import { ReportService } from './gen/hubbub/v1/report_pb.ts';
import { RoomService } from './gen/hubbub/v1/room_pb.ts';
import { TranscriptService } from './gen/hubbub/v1/transcript_pb.ts';
import { ContactService } from './gen/hubbub/v1/contact_pb.ts';
import { InviteService } from './gen/hubbub/v1/invite_pb.ts';
import { ConversationService } from './gen/hubbub/v1/conversation_pb.ts';
import { DeviceService } from './gen/hubbub/v1/device_pb.ts';
import { EventService } from './gen/hubbub/v1/event_log_pb.ts';
import { GameService } from './gen/hubbub/v1/game_pb.ts';
import { EmailService } from './gen/hubbub/v1/email_pb.ts';
import { MarkService } from './gen/hubbub/v1/mark_pb.ts';
import { MediaService } from './gen/hubbub/v1/media_pb.ts';
import { MessageService } from './gen/hubbub/v1/message_pb.ts';
import { MomentService } from './gen/hubbub/v1/moment_pb.ts';
import { PasskeyService } from './gen/hubbub/v1/passkey_pb.ts';
import { PresenceService } from './gen/hubbub/v1/presence_pb.ts';
import { PushService } from './gen/hubbub/v1/push_pb.ts';
import { SessionService } from './gen/hubbub/v1/session_pb.ts';
import { SettingService } from './gen/hubbub/v1/setting_pb.ts';
import { SyncService } from './gen/hubbub/v1/sync_pb.ts';
import { TotpService } from './gen/hubbub/v1/totp_pb.ts';
import { UserService } from './gen/hubbub/v1/user_pb.ts';

export const services = {
  account: AccountService,
  app: AppService,
  conversation: ConversationService,
  device: DeviceService,
  event: EventService,
  audit: AuditService,
  room: RoomService,
  report: ReportService,
  transcript: TranscriptService,
  game: GameService,
  email: EmailService,
  mark: MarkService,
  message: MessageService,
  passkey: PasskeyService,
  presence: PresenceService,
  push: PushService,
  session: SessionService,
  sync: SyncService,
  totp: TotpService,
  user: UserService,
  contact: ContactService,
  invite: InviteService,
  media: MediaService,
  moment: MomentService,
  setting: SettingService,
} as const;

/** An operation answers once; a few go on answering, over HTTP and gRPC only. */
export type DescOperation = DescMethodUnary | DescMethodServerStreaming;

type Services = typeof services;
type MethodsOf<S extends keyof Services> = Services[S]['method'];

/** e.g. "message.send" */
export type OperationName = {
  [S in keyof Services]: `${S}.${keyof MethodsOf<S> & string}`;
}[keyof Services];

export type MethodOf<N extends OperationName> =
  N extends `${infer S extends keyof Services}.${infer M}`
    ? M extends keyof MethodsOf<S>
      ? Extract<MethodsOf<S>[M], DescOperation>
      : never
    : never;

/** What a caller passes: plain objects will do. */
export type OperationInput<N extends OperationName> = MessageInitShape<MethodOf<N>['input']>;
export type OperationOutput<N extends OperationName> = MessageShape<MethodOf<N>['output']>;

/** Every operation's RPC by name. */
export const methods: { readonly [N in OperationName]: MethodOf<N> } = Object.fromEntries(
  Object.entries(services).flatMap(([noun, service]) =>
    service.methods.map((method) => [`${noun}.${method.localName}`, method]),
  ),
) as never;

const names = new Map<DescOperation, string>(
  Object.entries(methods).map(([name, method]) => [method, name]),
);

/** The RPC called `name`, or undefined; safe with any text. */
export function findMethod(name: string): DescOperation | undefined {
  return Object.hasOwn(methods, name) ? methods[name as OperationName] : undefined;
}

export function operationName(method: DescOperation): OperationName {
  const name = names.get(method);
  if (name === undefined) throw new Error(`${String(method)} is no operation of the contract`);
  return name as OperationName;
}
