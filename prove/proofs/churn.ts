// S15: members are added and removed all the time, under load. What a removed one hears has to end at its removal in the log:
// the checker asks that of every event.

/** The devices do it. */
export async function nothing(): Promise<void> {}
