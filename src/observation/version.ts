import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import location from '../location.cjs'

/** Which version of keyward this is; `unknown` = it was bundled into the app, away from its manifest. */
export function version(): string {
  // The sources stand one folder below the manifest, what is published two.
  const above = ['..', '../..'].map((path) => manifestAt(join(location.folder, path, 'package.json')))
  return above.find((found) => found !== null) ?? 'unknown'
}

function manifestAt(path: string): string | null {
  try {
    const manifest: unknown = JSON.parse(readFileSync(path, 'utf8'))
    return isOurs(manifest) ? manifest.version : null
  } catch {
    return null
  }
}

function isOurs(manifest: unknown): manifest is { readonly version: string } {
  return (
    typeof manifest === 'object' &&
    manifest !== null &&
    'name' in manifest &&
    manifest.name === 'keyward' &&
    'version' in manifest &&
    typeof manifest.version === 'string'
  )
}
