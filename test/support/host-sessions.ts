import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { readCookie } from '../../src/auth/cookie.js'
import { clientOf } from '../../src/index.js'
import type { HostUser, ResolveUser } from '../../src/index.js'
import type { TestClient } from './client.js'

/** A host's own sign-in: sessions under a cookie of its own, as express-session and koa-session have them. */
export interface HostSessions {
  readonly resolveUser: ResolveUser<IncomingMessage>
  /** Signs a browser in, in place of whoever was. */
  signIn(browser: TestClient, user: HostUser): void
  signOut(browser: TestClient): void
  /** What the host does instead when it is asked. */
  answer: ResolveUser<IncomingMessage> | null
  /** How often it was asked. */
  asked: number
}

const name = 'host'

export function hostSessions(): HostSessions {
  const sessions = new Map<string, HostUser>()
  const own: HostSessions = {
    answer: null,
    asked: 0,
    resolveUser(message) {
      own.asked++
      if (own.answer) return own.answer(message)
      return sessions.get(readCookie(clientOf(message, {}), name) ?? '') ?? null
    },
    signIn(browser, user) {
      const id = browser.cookies.get(name) ?? randomUUID()
      sessions.set(id, user)
      browser.cookies.set(name, id)
    },
    signOut(browser) {
      sessions.delete(browser.cookies.get(name) ?? '')
    },
  }
  return own
}
