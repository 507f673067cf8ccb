import { deviceCookie, readCookie } from '../auth/cookie.js'
import type { Client } from '../client.js'
import type { Core } from '../core.js'
import type { Secret } from '../crypto/secret.js'
import { secret, secretBytes } from '../crypto/secret.js'
import type { Actor } from '../events.js'
import type { Write } from '../store/write.js'

/** What a sign-in says of the browser that it is made in. */
export interface SeenDevice {
  /** What the browser is to keep in its cookie; `null` = it has one, or is to have none. */
  readonly cookie: Secret | null
  /** What notes that the user was seen in it, and tells them if it is new to them: for the end of the commit, under the lock of the account. */
  readonly writes: readonly Write[]
}

/** More browsers than most people have; those that were not seen for longest go first. */
const maxPerUser = 20
const cookieBytes = 24
const cookieForm = /^[\w-]{32}$/

type Needs = Pick<Core, 'options' | 'store' | 'digester' | 'outbox'>

const nothing: SeenDevice = Object.freeze({ cookie: null, writes: [] })

/**
 * Tells the browsers that a user has signed in from others, by a cookie that proves nothing: it decides whether the user is told of a sign-in
 * and is asked for nowhere else. Without an app that takes notices there is no cookie.
 */
export async function seenDevice(
  core: Needs,
  client: Client,
  { userId, actor }: { readonly userId: string; readonly actor: Actor },
): Promise<SeenDevice> {
  const { options, store, digester, outbox } = core
  if (!outbox.isOpen) return nothing
  const sent = readCookie(client, deviceCookie(options)) ?? ''
  const isKept = cookieForm.test(sent)
  const text = isKept ? sent : secretBytes(cookieBytes).toString('base64url')
  const cookie = isKept ? null : secret(text)
  // It may have been noted under an older secret of the app's.
  const digests = digester.labels(nameOf(userId, text))
  const [digest = ''] = digests
  const seenAt = options.now()
  const known = isKept ? await store.knownDevices.known(digests) : []
  if (known.includes(digest)) return { cookie, writes: [store.knownDevices.seen(digest, seenAt)] }
  const remember = store.knownDevices.remember({ digest, userId, seenAt }, maxPerUser)
  if (known.length > 0 || (await isFirst(core, userId))) return { cookie, writes: [remember] }
  const notice = { kind: 'sign_in.new_device', user: { id: userId }, actor, facts: {} } as const
  return { cookie, writes: [...(await outbox.writeUnlessKnown(notice, digest)), remember] }
}

/** Whether the user has never signed in: then every browser is new, and there is nobody to tell yet. */
async function isFirst({ store }: Pick<Core, 'store'>, userId: string): Promise<boolean> {
  const account = await store.accounts.byId(userId)
  return account?.lastSignInAt == null
}

/** What is digested: the user is in it, so that nobody sees that two users share a browser. */
function nameOf(userId: string, text: string): string {
  return `device:user:${userId}:${text}`
}
