// How many may be in a group: an option of the server, or what the app has instead.
import type { AppId } from '@hubbub/protocol';

export interface GroupNeeds {
  readonly groupMembers: (app: AppId) => number;
}
