/** What a User-Agent header says of a device. It helps people to recognise theirs, and proves nothing. */
export interface Device {
  /** Such as "Firefox 134, Windows". */
  readonly name: string
  /** What it looks like; `null` = it does not say. */
  readonly form: 'phone' | 'laptop' | null
}

/** The order matters: a browser names itself and those that come after it here, for the sake of old servers. */
const browsers: readonly (readonly [sign: RegExp, name: string])[] = [
  [/\bEdg(?:A|iOS)?\/(\d{1,4})/, 'Edge'],
  [/\bOPR\/(\d{1,4})/, 'Opera'],
  [/\bVivaldi\/(\d{1,4})/, 'Vivaldi'],
  [/\bSamsungBrowser\/(\d{1,4})/, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\/(\d{1,4})/, 'Firefox'],
  [/\bCriOS\/(\d{1,4})/, 'Chrome'],
  [/\b(?:Headless)?Chrome\/(\d{1,4})/, 'Chrome'],
  [/\bVersion\/(\d{1,4}).*\bSafari\//, 'Safari'],
  [/\bcurl\/(\d{1,4})/, 'curl'],
]

/** Versions are told where browsers tell them: they say of every Mac "10_15_7", and of every Windows "NT 10.0". */
const systems: readonly (readonly [sign: RegExp, name: string, form: 'phone' | 'laptop'])[] = [
  [/\biPhone(?:.*\bOS (\d{1,3})[_ ])?/, 'iPhone, iOS', 'phone'],
  [/\biPad(?:.*\bOS (\d{1,3})[_ ])?/, 'iPad, iPadOS', 'phone'],
  // Chromium says "Android 10; K" of every phone.
  [/\bAndroid(?: (\d{1,3})\b(?!; K\)))?/, 'Android', 'phone'],
  [/\bCrOS\b/, 'ChromeOS', 'laptop'],
  [/\bWindows\b/, 'Windows', 'laptop'],
  [/\bMac OS X\b/, 'macOS', 'laptop'],
  [/\bLinux\b/, 'Linux', 'laptop'],
]

/** The device that a User-Agent header names; `null` = it names none that is known. */
export function deviceIn(userAgent: string | null): Device | null {
  // A longer header is cut, so that reading it costs little.
  const text = userAgent?.slice(0, 512) ?? ''
  const browser = firstIn(text, browsers)
  const system = firstIn(text, systems)
  if (!browser && !system) return null
  const name = [browser && versioned(browser), system && versioned(system)].filter(Boolean).join(', ')
  return { name, form: system?.entry[2] ?? null }
}

/** The name of that device; `null` = none is known. */
export function deviceOf(userAgent: string | null): string | null {
  return deviceIn(userAgent)?.name ?? null
}

interface Found<Entry> {
  readonly entry: Entry
  readonly version: string | undefined
}

function firstIn<Entry extends readonly [RegExp, string, ...unknown[]]>(
  text: string,
  known: readonly Entry[],
): Found<Entry> | null {
  for (const entry of known) {
    const match = entry[0].exec(text)
    if (match) return { entry, version: match[1] }
  }
  return null
}

function versioned({ entry, version }: Found<readonly [RegExp, string, ...unknown[]]>): string {
  if (version === undefined) return entry[1].replace(/, iOS$|, iPadOS$/, '')
  return `${entry[1]} ${version}`
}
