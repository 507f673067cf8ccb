import { elementsOf, trimmed } from '../auth/header-text.js'
import { KeywardError } from '../errors.js'

/** The entity tag of something that has a version. */
export function versionTag(version: number): string {
  return `"${String(version)}"`
}

/** The version that `If-Match` names; `null` = any. A tag of another form matches nothing (RFC 9110, section 13.1.1). */
export function ifMatch(header: readonly string[]): number | null {
  if (header.length === 0 || (header.length === 1 && trimmed(header[0] ?? '') === '*')) return null
  const version = /^"(\d{1,15})"$/.exec(trimmed(header[0] ?? ''))?.[1]
  if (header.length > 1 || version === undefined) throw new KeywardError('precondition_failed')
  return Number(version)
}

/** Whether `If-None-Match` names the entity tag (RFC 9110, section 13.1.2): the client has this state already. */
export function ifNoneMatch(header: readonly string[], tag: string): boolean {
  const tags = elementsOf(header).map((given) => given.replace(/^W\//, ''))
  return tags.some((given) => given === '*' || given === tag)
}
