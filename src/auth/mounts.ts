import type { Options } from '../options.js'

/** Where browsers find the pages, for guards that lead there. */
export interface Mounts {
  /** Notes a place at which a router with pages says that it stands. What is no plain path, such as one with a parameter in it, is left aside. */
  note(path: string): void
  /** The place of the pages for somebody who asked for `url`: what the options say, or that of the noted which has most of its path. */
  near(url: string): string
  /** The URL of a path under the first place of the pages, at the first origin: for what people are sent to from elsewhere, such as by mail. */
  url(path: string): string
  /** As `url`, for somebody who has asked for `requested`, a path that ends as that of a route does: where the app is silent it is that mount. */
  urlBeside(asked: { readonly requested: string; readonly route: string }, path: string): string
}

/** What the options say when they are silent, and nothing was noted. */
const usual = '/auth'
/** It begins with one slash: with two it would name another host. */
const plainPath = /^(\/[\w.~-]+)*$/

/**
 * Makes an empty list of mounts. Only what the app has said goes in, and nothing that a request says: under a mount of many spellings,
 * or one that takes anything, whoever comes first would choose where all others are led.
 */
export function mounts({
  mountPath,
  origins: [origin = ''],
}: Pick<Options, 'mountPath' | 'origins'>): Mounts {
  const noted = new Set<string>()
  return Object.freeze({
    note(path) {
      if (plainPath.test(path)) noted.add(path)
    },
    near,
    url: (path) => origin + near('') + path,
    urlBeside({ requested, route }, path) {
      const isSaid = mountPath !== null || noted.size > 0
      return origin + (isSaid ? near(requested) : mountOf(requested, route)) + path
    },
  } satisfies Mounts)

  function near(url: string): string {
    if (mountPath !== null) return mountPath
    const [first = usual, ...others] = noted
    const shared = (mount: string): number => sharedSegments(mount, url.split('?')[0] ?? '')
    return others.reduce((best, other) => (shared(other) > shared(best) ? other : best), first)
  }
}

/** The part of a path before the route's own, which has as many segments as the route says, whatever is in them. */
export function mountOf(path: string, route: string): string {
  const segments = path.split('/')
  // The mount itself may be asked for without a slash at its end.
  const mount = route === '/' ? path : segments.slice(0, 1 - route.split('/').length).join('/')
  return pathAlone(mount).replace(/\/$/, '')
}

/**
 * A path that was asked for, without the host that a request line may name (RFC 9112, section 3.2.2). Under a mount that takes anything, a
 * request for `//other.example/…` must not make links to that host either.
 */
export function pathAlone(path: string): string {
  return path.replace(/^(?:https?:\/\/[^/]*)?[/\\]*/i, '/')
}

/** How many segments two paths begin with alike. */
function sharedSegments(a: string, b: string): number {
  const [left, right] = [a.split('/'), b.split('/')]
  const differing = left.findIndex((segment, at) => segment !== right[at])
  return differing === -1 ? left.length : differing
}
