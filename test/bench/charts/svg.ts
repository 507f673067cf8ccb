/** Width of a README's column on a wide screen; text keeps its size there. */
export const chartWidth = 800

/** Colours by name, for light and for dark surroundings. */
const colours = {
  text: ['#1f2328', '#e6edf3'],
  faint: ['#59636e', '#9198a1'],
  rule: ['#d1d9e0', '#3d444d'],
  ours: ['#0969da', '#4493f8'],
  'ours-light': ['#80b3ed', '#2a5ea3'],
  others: ['#818b98', '#9198a1'],
  'others-light': ['#c1c7ce', '#59636e'],
} as const

export type Colour = keyof typeof colours

/** A whole drawing, with a title for those who do not see it. */
export function drawing(title: string, height: number, parts: readonly string[]): string {
  const size = `width="${String(chartWidth)}" height="${String(height)}" viewBox="0 0 ${String(chartWidth)} ${String(height)}"`
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" aria-label="${escaped(title)}">`,
    `<style>${style(0)}@media (prefers-color-scheme:dark){${style(1)}}`,
    'text{font:14px system-ui,-apple-system,"Segoe UI",sans-serif}text.strong{font-weight:600}</style>',
    ...parts,
    '</svg>\n',
  ].join('\n')
}

export interface Place {
  readonly x: number
  readonly y: number
}

/** A line of text; `at.y` is its baseline. */
export function label(
  text: string,
  { x, y }: Place,
  { colour = 'text', anchor = 'start', strong = '' }: LabelStyle = {},
): string {
  const classes = [colour, strong].filter(Boolean).join(' ')
  return `<text x="${px(x)}" y="${px(y)}" class="${classes}" text-anchor="${anchor}">${escaped(text)}</text>`
}

export interface LabelStyle {
  readonly colour?: Colour
  readonly anchor?: 'start' | 'middle' | 'end'
  readonly strong?: 'strong' | ''
}

/** A filled box. */
export function box(
  { x, y }: Place,
  size: { readonly width: number; readonly height: number },
  colour: Colour,
) {
  const { width, height } = size
  return `<rect x="${px(x)}" y="${px(y)}" width="${px(width)}" height="${px(height)}" rx="2" class="${colour}"/>`
}

/** A line through points. */
export function line(points: readonly Place[], colour: Colour, thickness = 1): string {
  const path = points.map(({ x, y }) => `${px(x)},${px(y)}`).join(' ')
  return `<polyline points="${path}" class="line-${colour}" stroke-width="${String(thickness)}"/>`
}

export function dot({ x, y }: Place, colour: Colour): string {
  return `<circle cx="${px(x)}" cy="${px(y)}" r="4" class="${colour}"/>`
}

function style(surroundings: 0 | 1): string {
  return Object.entries(colours)
    .map(
      ([name, by]) => `.${name}{fill:${by[surroundings]}}.line-${name}{stroke:${by[surroundings]};fill:none}`,
    )
    .join('')
}

function px(value: number): string {
  return String(Math.round(value * 10) / 10)
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
