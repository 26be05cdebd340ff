// The tables of notifications over push services (docs/push.md).

/** What the server made for itself once, by name. Not of any app. */
export interface SecretTable {
  name: string;
  value: string;
}

/** Primary key (app, device); indexes (app, user) and (app, endpoint). */
export interface PushSubscriptionTable {
  app: number;
  device: number;
  user: number;
  /** The token hash of the login that subscribed: the subscription is worth nothing without that login. */
  login: string;
  endpoint: string;
  /** Base64url. */
  p256dh: string;
  auth: string;
  hide_text: number;
  no_contacts: number;
  no_moments: number;
  language: string;
  created_at: number;
}

/** Primary key (app, stream). Up to here it is settled who is told of it; a conversation nobody is told of has no row. */
export interface PushStateTable {
  app: number;
  stream: number;
  /** A seq; of SELF a version. */
  place: number;
}

/** What a device is to be told of one stream. Primary key (app, device, stream); index (due_at). */
export interface PushOwedTable {
  app: number;
  device: number;
  stream: number;
  user: number;
  /** The news are after this and up to `place`: seqs; of SELF versions. */
  after: number;
  place: number;
  due_at: number;
  attempts: number;
  lease_until: number;
  lease_token: string;
}
