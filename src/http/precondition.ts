import { KeywardError } from '../errors.js'

/** The entity tag of a state that is known by its version. */
export function versionTag(version: number): string {
  return `"${String(version)}"`
}

/** The version that `If-Match` names; `null` = any. A tag of another form matches nothing (RFC 9110, section 13.1.1). */
export function ifMatch(header: readonly string[] | undefined): number | null {
  if (!header || (header.length === 1 && header[0]?.trim() === '*')) return null
  const version = /^"(\d{1,15})"$/.exec(header[0]?.trim() ?? '')?.[1]
  if (header.length > 1 || version === undefined) throw new KeywardError('precondition_failed')
  return Number(version)
}

/** Whether `If-None-Match` names the entity tag (RFC 9110, section 13.1.2): the client has this state already. */
export function ifNoneMatch(header: readonly string[] | undefined, tag: string): boolean {
  const tags = (header ?? []).join(',').split(',')
  return tags.map((given) => given.trim().replace(/^W\//, '')).some((given) => given === '*' || given === tag)
}
