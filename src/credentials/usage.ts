import type { Backlog, Waiting } from '../backlog.js'
import type { Usage } from '../core.js'
import type { Options } from '../options.js'
import type { CredentialUse } from '../store/owned-credential.js'
import type { Write } from '../store/write.js'

const maxRemembered = 20_000

/** Makes the memory, of at most 20,000 credentials of a kind until they are written; uses beyond that are dropped. */
export function usage({ store }: Pick<Options, 'store'>, { add, soon, flush }: Backlog): Usage {
  const uses = {
    sessions: new Map<string, CredentialUse>(),
    apiKeys: new Map<string, CredentialUse>(),
    serviceKeys: new Map<string, CredentialUse>(),
    tokens: new Map<string, CredentialUse>(),
    sshKeys: new Map<string, CredentialUse>(),
    sshHosts: new Map<string, CredentialUse>(),
    sshGrants: new Map<string, CredentialUse>(),
  }
  const { sessions, apiKeys, serviceKeys, tokens, sshKeys, sshHosts, sshGrants } = store
  add(() => [
    ...waiting(uses.sessions, (id, { at }) => sessions.seen(id, at)),
    ...waiting(uses.apiKeys, (id, use) => apiKeys.used(id, use)),
    ...waiting(uses.serviceKeys, (id, use) => serviceKeys.used(id, use)),
    ...waiting(uses.tokens, (id, use) => tokens.used(id, use)),
    ...waiting(uses.sshKeys, (id, { at, redigest }) => sshKeys.offered(id, at, redigest)),
    ...waiting(uses.sshHosts, (id, { at, redigest }) => sshHosts.seen(id, at, redigest)),
    ...waiting(uses.sshGrants, (id, { redigest }) => sshGrants.used(id, redigest)),
  ])

  return Object.freeze({
    used(kind, id, use) {
      const known = uses[kind]
      const before = known.get(id)
      if (!before && known.size >= maxRemembered) return
      known.set(id, before?.redigest ? { ...use, redigest: use.redigest ?? before.redigest } : use)
      soon()
    },
    flush,
  } satisfies Usage)
}

/** The writes of what is remembered. A use is forgotten once it is written, unless the credential was used again meanwhile. */
function waiting(
  known: Map<string, CredentialUse>,
  writing: (id: string, use: CredentialUse) => Write,
): readonly Waiting[] {
  return [...known].map(([id, use]) => ({
    write: writing(id, use),
    settle(fate) {
      if (fate !== 'kept' && known.get(id) === use) known.delete(id)
    },
  }))
}
