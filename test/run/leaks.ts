import { isWellFormed } from '../../src/crypto/secret.js'

/** Every place where the form of a secret may begin; the checksum then tells a secret from a look-alike. */
const formOfSecret = /(?=([a-z]{2,8}[kthsp]_[0-9A-Za-z]{36}))/g
const shownLength = 200

/** The lines of `output` that show a secret of keyward's or one of `known`, each with its number and the secrets masked. */
export function leaksIn(output: string, known: readonly string[]): readonly string[] {
  const secrets = [...new Set([...wellFormedIn(output), ...known])]
    .filter((text) => text !== '' && output.includes(text))
    .sort((a, b) => b.length - a.length)
  if (secrets.length === 0) return []
  return output.split('\n').flatMap((line, index) => {
    const masked = secrets.reduce((text, secret) => text.replaceAll(secret, '[secret]'), line)
    return masked === line ? [] : [`line ${index + 1}: ${masked.trim().slice(0, shownLength)}`]
  })
}

function wellFormedIn(output: string): readonly string[] {
  return [...output.matchAll(formOfSecret)].map(([, text]) => text ?? '').filter(isWellFormed)
}
