import type { Html } from './html.js'
import { drawing } from './html.js'

/** How each icon runs, as strokes on a field of 16 by 16. */
const strokes = {
  activity: 'M1.5 8.5H4l2.5-6 3 11 2.5-5h2.5',
  check: 'm3 8.5 3.5 3.5L13 4.5',
  chevron: 'm4 6 4 4 4-4',
  close: 'm4 4 8 8m0-8-8 8',
  copy: 'M6 5.5h7.5v8H6zm4-3v-1H2.5v8h1',
  credentials:
    'M1.5 3.5h13v9h-13zm5.5 3a1.5 1.5 0 1 1-3 0 1.5 1.5 0 0 1 3 0Zm-4 4a2.5 2 0 0 1 5 0m2-4.25h2m-2 3.25h2',
  devices: 'M9 12.5H1.5m1.5 0v-8a1 1 0 0 1 1-1h8.5m-1.5 3h3.5v6H11z',
  download: 'M8 2v8.5M4.5 7 8 10.5 11.5 7m-9 6.5h11',
  external: 'M9.5 2.5h4v4m0-4L7.5 8.5m4 1v4h-9v-9h4',
  grant: 'M9.5 2.5h4v11h-4m-8-5.5H10M7 5l3 3-3 3',
  home: 'm1.5 8 6.5-5.5L14.5 8m-11-1.5v7h9v-7',
  host: 'M2.5 2.5h11V7h-11zm0 6.5h11v4.5h-11zM5 4.75h.5m-.5 6.5h.5',
  key: 'M8 10.5a3 3 0 1 1-6 0 3 3 0 0 1 6 0Zm-.9-2.1L13.5 2m-3.25 3.25L12.5 7.5',
  laptop: 'M3 10.5V4a1 1 0 0 1 1-1h8a1 1 0 0 1 1 1v6.5m-11.5 2.5h13',
  lock: 'M3.5 7h9v6.5h-9zm2 0V4.5a2.5 2.5 0 0 1 5 0V7',
  menu: 'M2 4h12M2 8h12M2 12h12',
  more: 'M3.5 8a.5.5 0 1 1-1 0 .5.5 0 0 1 1 0Zm5 0a.5.5 0 1 1-1 0 .5.5 0 0 1 1 0Zm5 0a.5.5 0 1 1-1 0 .5.5 0 0 1 1 0Z',
  passkey:
    'M9 4.5a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0Zm-7.5 9c0-2.5 2-4.5 5-4.5q1 0 2 .4m6-.15a1.75 1.75 0 1 1-3.5 0 1.75 1.75 0 0 1 3.5 0ZM12.75 11v3.5l1.25-1',
  password: 'M1.5 4.5h13v7h-13zM5 8h.01M8 8h.01M11 8h.01',
  phone: 'M4.5 1.5h7v13h-7zm3 10.5h1',
  plus: 'M8 3v10M3 8h10',
  policy: 'M3 1.5h7l3 3v10H3zm2.5 9 1.5 1.5 3-3.5m-4.5-3h2.5',
  print: 'M4.5 5.5v-4h7v4m-7 6h-3v-6h13v6h-3m-7-2h7v5h-7z',
  search: 'M11.5 7a4.5 4.5 0 1 1-9 0 4.5 4.5 0 0 1 9 0Zm-1.3 3.2 3.8 3.8',
  service: 'M3.5 5.5h9v7.5h-9zM8 5.5v-3M6 8.5v1m4-1v1m-8.5-1v2m13-2v2',
  shield: 'm8 1.5 5.5 2v4c0 3.5-2.5 5.7-5.5 7-3-1.3-5.5-3.5-5.5-7v-4zM5.5 8l2 2 3-3.5',
  'sign-out': 'M6.5 2.5h-4v11h4m0-5.5h8m-3-3 3 3-3 3',
  'ssh-key': 'M1.5 3h13v10h-13zm3 3 2 2-2 2m4 .5H11',
  token: 'M1.5 3.5h13V6a2 2 0 0 0 0 4v2.5h-13V10a2 2 0 0 0 0-4zM10 6v.01m0 2v.01m0 2v.01',
  trash: 'M2.5 4h11M6 4V2h4v2m2.5 0-.75 9.5h-7.5L3.5 4m3 2.75v4m3-4v4',
  user: 'M10.5 5a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0Zm-8 9c0-2.8 2.5-5 5.5-5s5.5 2.2 5.5 5',
  users:
    'M8.5 5a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0ZM1 13.5C1 11 3 9 6 9s5 2 5 4.5m-.5-11a2.5 2.5 0 0 1 0 5m1.8 1.8c1.7.6 2.7 2.2 2.7 4.2',
  warning: 'M8 2 1.5 13.5h13zm0 4.5V9m0 2.2v.01',
} as const

/** What an icon stands for. */
export type IconName = keyof typeof strokes

/** The names of all icons. */
export const iconNames = Object.keys(strokes) as readonly IconName[]

/** A drawing in the colour of the text that it stands beside, and which says nothing that this does not: it is left out by screen readers. */
export function icon(name: IconName): Html {
  return drawing(
    `<svg class="kw-icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"><path d="${strokes[name]}"/></svg>`,
  )
}
