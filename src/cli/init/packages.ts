import type { AppFolder } from './app-folder.js'
import type { Framework } from './framework.js'
import { needsUpdate } from './framework.js'
import type { AppManifest } from './manifest.js'
import { versionOf } from './manifest.js'

/** How each package manager is called, by the file that says that an app has it. */
const managers = [
  { name: 'pnpm', files: ['pnpm-lock.yaml'], add: 'pnpm add', dev: 'pnpm add --save-dev', run: 'pnpm run' },
  { name: 'yarn', files: ['yarn.lock'], add: 'yarn add', dev: 'yarn add --dev', run: 'yarn run' },
  { name: 'bun', files: ['bun.lock', 'bun.lockb'], add: 'bun add', dev: 'bun add --dev', run: 'bun run' },
  {
    name: 'npm',
    files: ['package-lock.json'],
    add: 'npm install',
    dev: 'npm install --save-dev',
    run: 'npm run',
  },
] as const

/** The package manager of an app: what package.json names, or whose lockfile is there, or npm. */
export function managerOf(folder: AppFolder, { manager }: AppManifest): (typeof managers)[number] {
  const named = managers.find(({ name }) => name === manager)
  const found = managers.find(({ files }) => files.some((file) => folder.read(file) !== null))
  return named ?? found ?? managers[3]
}

/** The commands that install what an app lacks. */
export function installCommands(
  folder: AppFolder,
  manifest: AppManifest,
  { framework, needsSqlite, needsTsx }: { framework: Framework; needsSqlite: boolean; needsTsx: boolean },
): readonly string[] {
  const { name: manager, add, dev } = managerOf(folder, manifest)
  const lacks = (name: string): boolean => !(name in manifest.packages)
  const wanted = [
    'keyward',
    'typeorm',
    ...(needsSqlite ? ['better-sqlite3'] : []),
    ...(framework === 'koa' ? ['@koa/router'] : []),
    // pnpm lets keyward see no package that the app does not name.
    ...(framework === 'nest' && manager === 'pnpm' ? ['express'] : []),
  ].filter(lacks)
  const updates = ['express', 'koa'].flatMap((name) => {
    const version = versionOf(folder, manifest, name)
    return needsUpdate(name, version) ? [`${name}@${String(version?.[0])}`] : []
  })
  const all = [...wanted, ...updates]
  return [
    ...(all.length > 0 ? [`${add} ${all.join(' ')}`] : []),
    ...(needsTsx && lacks('tsx') ? [`${dev} tsx`] : []),
  ]
}
