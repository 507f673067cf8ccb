import type { Store } from '../store.js'
import type { Write } from '../store/write.js'

/** What of the store ending somebody's ways in needs. */
type Ports = Pick<Store, 'accounts' | 'sessions' | 'pendingSignIns' | 'tokens'>

/** What ends a user's sessions, and lets nothing come of what is being signed in right now. */
export function endingSignIns(store: Ports, userId: string): readonly Write[] {
  return [
    store.accounts.ensure(userId),
    store.accounts.advanceEpoch(userId, null),
    store.sessions.removeAll(userId, null),
    store.pendingSignIns.removeAll(userId),
  ]
}

/** As `endingSignIns`, and what ends a user's tokens as well. */
export function endingEverything(store: Ports, userId: string): readonly Write[] {
  return [...endingSignIns(store, userId), store.tokens.removeAll(userId)]
}
