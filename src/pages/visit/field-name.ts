/**
 * What a form calls the field that the API calls `name`: lower-case letters, digits, `-` and `_`, since body parsers of hosts make objects of
 * names with dots or brackets in them. `expiresInDays` becomes `expires-in-days`, `mfa.graceDays` `mfa-grace-days`.
 */
export function fieldName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`).replace(/[^a-z0-9_-]+/g, '-')
}
