import type { z } from 'zod'
import { optionSchema } from './option-schema.js'
import type { KeywardOptions, Options } from './options.js'
import { loopback, rpIdOf, rpIdProblem } from './origins.js'
import { hostCalls } from './plug-in/host-calls.js'
import { calledIsAdmin } from './plug-in/is-admin.js'
import { calledProvider } from './plug-in/key-provider.js'
import { calledPublicKeys } from './plug-in/public-keys.js'
import { calledVerifier, verifierProblems } from './plug-in/password-verifier.js'

/** Checks the options, fills in defaults and freezes them. Throws one TypeError that lists every problem. */
export function resolveOptions(given: KeywardOptions): Options {
  const result = optionSchema.safeParse(given)
  const found = [...(result.error?.issues.flatMap(problems) ?? []), ...contradictions(given ?? {})]
  if (!result.success || found.length > 0) throw new TypeError(`keyward options:\n${found.join('\n')}`)
  const { data } = result
  const rpId = data.rpId ?? rpIdOf(data.origins)
  const insecure = data.origins.every((origin) => loopback.test(origin))
  const calls = hostCalls()
  const plugIns = {
    isAdmin: calledIsAdmin(data.isAdmin, calls),
    ...(data.keyProvider && { keyProvider: calledProvider(data.keyProvider, calls) }),
    secretScanning: given.secretScanning ? calledPublicKeys(given.secretScanning, calls) : null,
  }
  // The verifiers are called as the host gave them, since a method of theirs may need its object.
  const verifiers = (given.passwords?.verifiers ?? []).map((verifier) => calledVerifier(verifier, calls))
  const passwords = { ...data.passwords, verifiers }
  return freezeDeep({ ...data, ...plugIns, ...pathsOf(data), passwords, rpId, insecure }, [data.store])
}

function pathsOf(given: Pick<KeywardOptions, 'mountPath' | 'signInPath'>) {
  const [, before] = /^(.*)\/sign-in$/.exec(given.signInPath ?? '') ?? []
  return { mountPath: given.mountPath ?? before ?? null, signInPath: given.signInPath ?? null }
}

/** The options that contradict each other, a line for each; values of the wrong type have been reported before. */
function contradictions({
  rpId,
  origins,
  requireScopes,
  scopes,
  deviceClients,
  passwords,
  passwordReset,
  notify,
}: Partial<KeywardOptions>): string[] {
  const listed: unknown = origins
  const texts = Array.isArray(listed) ? listed.filter((origin) => typeof origin === 'string') : []
  const wrongDomain = typeof rpId === 'string' ? rpIdProblem(rpId, texts) : null
  const noScopes = requireScopes === true && Object.keys(scopes ?? {}).length === 0
  return [
    ...(noScopes ? ['- requireScopes: needs scopes to choose from'] : []),
    ...deviceClientProblems(deviceClients, Object.keys(scopes ?? {})),
    ...(passwordReset === true && notify === undefined
      ? ['- passwordReset: needs notify, which sends the link']
      : []),
    ...(wrongDomain === null ? [] : [`- rpId: ${wrongDomain}`]),
    ...verifierProblems(passwords?.verifiers).map((problem) => `- passwords.verifiers.${problem}`),
  ]
}

/** What is wrong with the scopes of device clients; what each must be in itself has been reported before. */
function deviceClientProblems(
  clients: KeywardOptions['deviceClients'],
  declared: readonly string[],
): string[] {
  return Object.entries(clients ?? {}).flatMap(([id, client]) => {
    const scopes: unknown = client?.scopes
    if (scopes === undefined && declared.length === 0) {
      return [`- deviceClients.${id}: needs scopes to choose from`]
    }
    const unknown = Array.isArray(scopes) && scopes.some((scope: string) => !declared.includes(scope))
    return unknown ? [`- deviceClients.${id}.scopes: must be among the scopes`] : []
  })
}

function problems(issue: z.core.$ZodIssue): string[] {
  const at = issue.path.join('.') || 'options'
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => `- ${[...issue.path, key].join('.')}: is not an option`)
  }
  return [`- ${at}: ${issue.message}`]
}

function freezeDeep<T extends object>(value: T, except: readonly unknown[]): T {
  for (const part of Object.values(value)) {
    if (typeof part === 'object' && part !== null && !except.includes(part))
      freezeDeep(part as object, except)
  }
  return Object.freeze(value)
}
