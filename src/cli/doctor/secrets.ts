import type { ConfiguredSecret, Settings } from '../../diagnosis.js'
import type { KeyStatus, SecretStatus } from '../../secret-rotation/status.js'
import type { Diagnosed } from './check.js'
import { fault, ok, warning } from './check.js'

const said = {
  repeats: 'says the same again and again',
  sequence: 'goes on as the alphabet does',
  little_chance: 'has too few different characters',
} as const
const maker = 'make one with `openssl rand -base64 32`'

/** Looks at the secrets themselves: whether they can be guessed, or one is there twice. */
export function secretFindings({ secrets, peppers }: Settings): readonly Diagnosed[] {
  return [strength(secrets, peppers), repeated(secrets, peppers)]
}

function strength(secrets: readonly ConfiguredSecret[], peppers: readonly ConfiguredSecret[]): Diagnosed {
  const named = [...namedIn('secrets', secrets), ...namedIn('passwords.peppers', peppers)]
  const weak = named.flatMap(({ name, secret }) =>
    secret.weakness === null ? [] : [`${name} (${secret.id}) ${said[secret.weakness]}`],
  )
  if (weak.length === 0) return ok('secrets.strength', 'none looks as if it could be guessed')
  return fault(
    'secrets.strength',
    weak.join('; '),
    `${maker}, put it in front of secrets, and take the weak one away after \`npx keyward rewrap\``,
  )
}

function repeated(secrets: readonly ConfiguredSecret[], peppers: readonly ConfiguredSecret[]): Diagnosed {
  const ids = [...secrets, ...peppers].map(({ id }) => id)
  const twice = [...new Set(ids.filter((id, i) => ids.indexOf(id) < i))]
  if (twice.length === 0) return ok('secrets.repeated', 'each is there once')
  return warning(
    'secrets.repeated',
    `${twice.join(', ')} is there twice, among secrets and peppers`,
    `take one away; a pepper is to be another secret than those of keyward: ${maker}`,
  )
}

function namedIn(list: string, secrets: readonly ConfiguredSecret[]) {
  return secrets.map((secret, i) => ({ name: `${list}.${String(i)}`, secret }))
}

/** Looks at what stands under which key: one that is gone, one that can go, and rows that could be moved. */
export function keyFindings({ keys, left }: SecretStatus): readonly Diagnosed[] {
  const used = ({ rows }: KeyStatus): boolean => rows.some(({ count, ended }) => count + ended > 0)
  const ids = (wanted: readonly KeyStatus[]): string => wanted.map(({ keyId }) => keyId).join(', ')
  const missing = keys.filter((key) => key.from === 'nowhere' && used(key))
  const idle = keys.filter((key) => key.from === 'secrets' && key.place !== 0 && !used(key))
  return [
    missing.length === 0
      ? ok('keys.missing', 'every row stands under a key that is configured')
      : fault(
          'keys.missing',
          `rows stand under ${ids(missing)}, which no configured secret is: what is in them is refused`,
          'put that secret back, behind the first, until `npx keyward rewrap --check` finds nothing left under it',
        ),
    idle.length === 0
      ? ok('keys.idle', 'every secret is in use')
      : warning(
          'keys.idle',
          `nothing stands under ${ids(idle)} any more`,
          `take ${ids(idle)} out of secrets`,
        ),
    left.rewrap === 0
      ? ok('keys.left', 'all that can be moved stands under the first secret')
      : warning('keys.left', `${String(left.rewrap)} rows stand under a former secret`, 'npx keyward rewrap'),
  ]
}
