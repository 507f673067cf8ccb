/** The order matters: a browser names itself and those that come after it here, for the sake of old servers. */
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

/** The browser and system that a User-Agent header names, which helps people to recognise their devices and proves nothing; `null` = it names none that is known. */
export function deviceOf(userAgent: string | null): string | null {
  const browser = browsers.find(([sign]) => userAgent?.includes(sign))?.[1]
  const system = systems.find(([sign]) => userAgent?.includes(sign))?.[1]
  if (browser === undefined) return system ?? null
  return system === undefined ? browser : `${browser}, ${system}`
}
