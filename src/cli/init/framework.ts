import { CommandError } from '../error.js'
import type { AppFolder } from './app-folder.js'
import type { AppManifest } from './manifest.js'
import { versionOf } from './manifest.js'

/** What an app is built on. */
export type Framework = 'express' | 'koa' | 'nest'

/** The oldest versions that keyward works with, and lines in which an app that is older can be brought there. */
const oldest: Readonly<Record<string, readonly [major: number, minor: number]>> = {
  express: [4, 19],
  koa: [2, 16],
  '@koa/router': [13, 0],
  '@nestjs/core': [10, 0],
  typeorm: [0, 3],
}

/** Finds it in package.json; a CommandError where there is none that keyward works with. */
export function frameworkOf(folder: AppFolder, manifest: AppManifest): Framework {
  const has = (name: string): boolean => name in manifest.packages
  for (const name of Object.keys(oldest)) refuseOld(name, versionOf(folder, manifest, name))
  if (has('@nestjs/platform-fastify')) {
    throw new CommandError('no_framework', 'this app runs on Fastify: keyward works with NestJS on Express')
  }
  if (has('@nestjs/core')) return 'nest'
  if (has('koa')) return 'koa'
  if (has('express')) return 'express'
  throw new CommandError(
    'no_framework',
    'package.json names neither express nor koa nor @nestjs/core: init adds keyward to an app that is built on one of them',
  )
}

/** Within a major version an update is offered; from one to the next it is the app’s own work. */
function refuseOld(name: string, version: readonly [number, number] | null): void {
  const [major, minor] = oldest[name] ?? [0, 0]
  if (version === null || version[0] > major) return
  const isFar = name === 'typeorm' ? version[0] === 0 && version[1] < minor : version[0] < major
  if (isFar) {
    throw new CommandError(
      'too_old',
      `${name} ${version.join('.')} is too old for keyward, which takes ${String(major)}.${String(minor)} and later`,
    )
  }
}

/** Whether an app has a version of the right major that is older than keyward takes. */
export function needsUpdate(name: string, version: readonly [number, number] | null): boolean {
  const [major, minor] = oldest[name] ?? [0, 0]
  return version !== null && version[0] === major && version[1] < minor
}
