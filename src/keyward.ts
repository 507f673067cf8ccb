import type { AdapterApi } from './adapter-api.js'
import { adapterApi } from './adapter-api.js'
import { keyLimit } from './auth/key-limit.js'
import { auditProof } from './audit-trail/proof.js'
import { provenStore } from './audit-trail/proven-store.js'
import { retention } from './audit-trail/retention.js'
import { sealing } from './audit-trail/sealing.js'
import { namedUsers } from './auth/host/named-users.js'
import { mounts } from './auth/mounts.js'
import { requestLimits } from './auth/request-limit.js'
import { cached } from './auth/verification-cache.js'
import { backlog } from './backlog.js'
import { checked } from './canary.js'
import { isSafe } from './client.js'
import type { Core } from './core.js'
import type { Diagnosis } from './diagnosis.js'
import { diagnosis } from './diagnosis.js'
import { enrolledFactors } from './credentials/factors.js'
import { genuineRows } from './credentials/genuine.js'
import type { HashCost } from './credentials/password.js'
import { usage } from './credentials/usage.js'
import { digester } from './crypto/digest.js'
import { localKeyProvider } from './crypto/keyring.js'
import { sealer } from './crypto/seal.js'
import type { Actor } from './events.js'
import { emitter, hostActor, operatorActor } from './events.js'
import type { Operator } from './host/acting.js'
import type { HostApi } from './host/api.js'
import type { AuditTrail } from './host/audit.js'
import { hostApi } from './host/api.js'
import { operator } from './input/operator.js'
import { readInput } from './input/read-input.js'
import { journal } from './journal.js'
import { outbox } from './notice/outbox.js'
import type { Counts } from './observation/counts.js'
import { counts } from './observation/counts.js'
import { scrape } from './observation/scrape.js'
import { seenStore } from './observation/seen-store.js'
import type { KeywardOptions, Options } from './options.js'
import { resolveOptions } from './resolved-options.js'
import { domainAbove, keylessOrigins } from './origins.js'
import { effectivePolicy } from './policy/policy.js'
import { refusals } from './refusals.js'
import { secretRotation } from './secret-rotation/secret-rotation.js'
import { servicesOf } from './services.js'
import { sweepSignIns } from './sign-in/abandoned.js'
import { addressGroup } from './sign-in/throttle.js'
import { tellExpiringKeys } from './ssh/expiring-keys.js'
import { sshPrivateKeyUse } from './ssh/private-key-use.js'
import { sweep } from './sweep.js'

/** keyward, made once by the host; adapters mount it. */
export interface Keyward extends HostApi {
  /** For adapters: hosts call what an adapter makes of it. */
  readonly adapter: AdapterApi
  /** The same calls, recorded as done by an operator, such as somebody on the command line of a machine. 422. */
  asOperator(who: Operator): HostApi
  /** Checks that the database answers and has every table, and that what is sealed can be opened. */
  ready(): Promise<void>
  /** The ids of the secrets that stored credentials still stand under; `secrets.status` tells more, and counts the audit too. */
  secretsInUse(): Promise<readonly string[]>
  /** What `npx keyward doctor` asks: what is configured, and how it fits what is there. */
  readonly diagnosis: Diagnosis
  /**
   * What was counted in this process, and how things stand, in Prometheus' text format: answer it as `text/plain; version=0.0.4`, to whoever
   * may know it.
   */
  metrics(): Promise<string>
  /** Writes what is buffered, waits up to 2 s for notices that are being told, closes ssh-agents and stops all timers. The DataSource stays the host's to close. */
  close(): Promise<void>
}

/**
 * Makes keyward: checks the options (one TypeError lists every problem) and puts the services together, without any I/O.
 *
 * @example
 * const keyward = createKeyward({
 *   store: typeormStore(dataSource),
 *   secrets: [process.env.KEYWARD_SECRET],
 *   origins: ['https://app.example.com'],
 * })
 */
export function createKeyward(given: KeywardOptions): Keyward {
  return keywardWith(given, {})
}

/** What is no option, since no app may choose it: tests have no time for password hashes that cost as much as they should. */
export interface Internals {
  readonly hashCost?: HashCost
}

/** Makes keyward as `createKeyward` does, for `keyward/testing`; the package does not export it. */
export function keywardWith(given: KeywardOptions, { hashCost }: Internals): Keyward {
  const resolved = resolveOptions(given)
  const seen = counts()
  const { options, trail } = seenAndProven(resolved, seen)
  warnOfKeylessOrigins(options)
  const { store } = options
  const events = emitter()
  const journals = journal(store, events, () => {
    notices.wake()
  })
  const sweeping = sweep(options, {
    signIns: (by, stop) => sweepSignIns({ options, store, journal: journals }, by, stop),
    expiring: (stop) => tellExpiringKeys(core, stop),
    events: retention({ options, store, journal: journals, proof: trail.proof }),
  })
  // A flush brings a sweep about as well, for apps that call guards and never a route of keyward's.
  const waiting = backlog(options, () => sweeping.soon())
  const by = { groupOf: addressGroup, isSafe, told: seen.refused }
  const refused = refusals(options, { emitter: events, backlog: waiting, ...by })
  const genuine = genuineRows(options, refused)
  const seals = checked(sealer(options.keyProvider ?? localKeyProvider(options.secrets)), store)
  const notices = outbox({ options, store, sealer: seals, journal: journals })
  const core: Core = Object.freeze({
    options,
    store,
    digester: digester(options.secrets),
    sealer: seals,
    journal: journals,
    outbox: notices,
    usage: usage(options, waiting),
    refusals: refused,
    counts: seen,
    genuine,
    enrolled: enrolledFactors(store, genuine),
    policyFor: async ({ organizationId }: { organizationId: string | null }) =>
      effectivePolicy(await store.policies.readFor(organizationId)),
  })
  const places = mounts(options)
  const services = servicesOf(core, { hashCost, mounts: places })
  const keyUse = sshPrivateKeyUse(core)
  const rotation = secretRotation(core, trail.proof)
  const calledBy = (actor: Actor): HostApi =>
    hostApi(core, services, { keyUse, events, trail, rotation, actor })

  return Object.freeze({
    adapter: adapterApi(core, {
      services,
      find: cached(core),
      findNamed: namedUsers(core),
      limits: requestLimits(core),
      keyLimit: keyLimit(core),
      mounts: places,
      requested: () => {
        sweeping.soon()
      },
    }),
    ...calledBy(hostActor),
    asOperator: (who) => calledBy(operatorActor(readInput(operator, who))),
    async ready() {
      await store.ready()
      await seals.check()
      notices.wake()
    },
    secretsInUse: () => store.keyIds(),
    diagnosis: diagnosis(core, seals),
    metrics: () => scrape(core, services.passwordQueue),
    async close() {
      await inTurn([
        () => sweeping.close(),
        () => keyUse.close(),
        () => services.afterwards.close(),
        () => notices.close(),
        () => services.throttle.close(),
        () => waiting.close(),
        () => trail.sealing.close(),
        () => store.close(),
      ])
    },
  } satisfies Keyward)
}

/** Puts before the store what times it, and what proves and seals the audit in it. */
function seenAndProven(
  resolved: Options,
  seen: Counts,
): { readonly options: Options; readonly trail: AuditTrail } {
  const store = seenStore(resolved.store, seen)
  const proof = auditProof(resolved)
  const auditSealing = sealing({ ...resolved, store }, proof)
  const options = Object.freeze({
    ...resolved,
    store: provenStore(store, proof, () => auditSealing.added()),
  })
  return { options, trail: { proof, sealing: auditSealing } }
}

/** Does one after the other, even after a failure; rejects with the last error. */
async function inTurn([first, ...others]: readonly (() => unknown)[]): Promise<void> {
  try {
    await first?.()
  } finally {
    if (others.length > 0) await inTurn(others)
  }
}

function warnOfKeylessOrigins({ rpId, origins }: Pick<Options, 'rpId' | 'origins'>): void {
  const keyless = keylessOrigins(rpId, origins)
  if (keyless.length === 0) return
  const above = domainAbove(origins)
  const where =
    rpId === null
      ? `at ${keyless.join(', ')}, IP addresses: use a name, such as localhost`
      : `at ${keyless.join(', ')}: they are bound to ${rpId}, the host of the first origin with a name`
  const advice =
    above === null
      ? ''
      : `; say rpId: "${above}", if that domain is yours, for them to be used at all origins`
  process.emitWarning(`browsers allow no security key ${where}${advice}`, {
    code: 'KEYWARD_NO_SECURITY_KEYS',
  })
}
