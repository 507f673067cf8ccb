import type { Theme } from '../visit/theme.js'

/** The backgrounds that words in the accent colour stand on, in `style/base.css`. */
const backgrounds = { light: ['#ffffff', '#f6f8fa'], dark: ['#0d1117', '#151b23'] } as const

/** WCAG 2.2, 1.4.3 and 1.4.11: what words, and what marks without words, must stand out by. */
const [wordContrast, markContrast] = [4.5, 3]

/** What the options say about colours, as rules of the stylesheet, since a strict Content-Security-Policy allows no style in a page. */
export function colourRules({ accent, colorScheme }: Pick<Theme, 'accent' | 'colorScheme'>): string {
  const scheme = colorScheme === 'system' ? 'light dark' : colorScheme
  const rules = [
    ...(scheme === null ? [] : [`.kw-document, .kw { color-scheme: ${scheme}; }`]),
    ...(accent === null ? [] : [`:root { ${accentOf(accent.toLowerCase())} }`]),
  ]
  return rules.length === 0 ? '' : `@layer keyward { ${rules.join(' ')} }\n`
}

/**
 * Buttons have the accent as it is, and black or white words on it. Links, the focus and marked boxes have it as much darker or lighter as
 * they need to be seen; a button that stands out too little has an edge of that colour.
 */
function accentOf(accent: string): string {
  const on = luminance(accent) > 0.179 ? '#000000' : '#ffffff'
  const [light, dark] = [legible(accent, 'light'), legible(accent, 'dark')]
  const [edge, darkEdge] = [edgeOf(accent, 'light', light), edgeOf(accent, 'dark', dark)]
  return [
    `--kw-accent: ${accent};`,
    `--kw-on-accent: ${on};`,
    `--kw-link: light-dark(${light}, ${dark});`,
    `--kw-accent-edge: light-dark(${edge}, ${darkEdge});`,
  ].join(' ')
}

function edgeOf(accent: string, scheme: keyof typeof backgrounds, seen: string): string {
  return standsOut(accent, scheme, markContrast) ? 'transparent' : seen
}

/** The colour itself, or the nearest on the way to black or white that words can have. */
function legible(accent: string, scheme: keyof typeof backgrounds): string {
  const towards = scheme === 'light' ? 0 : 255
  const steps = Array.from({ length: 51 }, (_, i) => mixed(accent, towards, i / 50))
  return steps.find((colour) => standsOut(colour, scheme, wordContrast)) ?? accent
}

function standsOut(colour: string, scheme: keyof typeof backgrounds, contrast: number): boolean {
  return backgrounds[scheme].every((background) => contrastOf(colour, background) >= contrast)
}

function contrastOf(one: string, other: string): number {
  const [dark = 0, bright = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (bright + 0.05) / (dark + 0.05)
}

function mixed(colour: string, towards: number, part: number): string {
  const hex = channels(colour).map((channel) => Math.round(channel + (towards - channel) * part))
  return `#${hex.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`
}

/** How bright a colour is (WCAG 2.2, relative luminance): above 0.179 black text on it reads better than white. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = channels(colour).map((channel) => {
    const part = channel / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function channels(colour: string): readonly number[] {
  return [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16))
}
