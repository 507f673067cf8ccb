/** In this order: each browser names those before it as well. */
const browsers: readonly (readonly [sign: string, name: string])[] = [
  ['Edg/', 'Edge'],
  ['OPR/', 'Opera'],
  ['SamsungBrowser/', 'Samsung Internet'],
  ['Firefox/', 'Firefox'],
  ['FxiOS/', 'Firefox'],
  ['CriOS/', 'Chrome'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
  ['curl/', 'curl'],
]
const systems: readonly (readonly [sign: string, name: string])[] = [
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Android', 'Android'],
  ['CrOS', 'ChromeOS'],
  ['Windows', 'Windows'],
  ['Mac OS X', 'macOS'],
  ['Linux', 'Linux'],
]

/** What a user agent calls itself, in short: a help to recognise one's own devices, proof of nothing. `null` = it says nothing known. */
export function deviceOf(userAgent: string | null): string | null {
  const browser = browsers.find(([sign]) => userAgent?.includes(sign))?.[1]
  const system = systems.find(([sign]) => userAgent?.includes(sign))?.[1]
  if (browser === undefined) return system ?? null
  return system === undefined ? browser : `${browser}, ${system}`
}
