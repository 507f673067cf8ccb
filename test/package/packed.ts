import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'

/** What the tests read of package.json. */
export interface Manifest {
  readonly exports: Readonly<Record<string, string>>
  readonly dependencies: Readonly<Record<string, string>>
  readonly peerDependencies: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
}

/** The package as it would be published. */
export interface Packed {
  readonly tarball: string
  readonly files: readonly string[]
  /** Makes an app that has keyward, its dependencies and `packages`, and answers its folder. Needs no network. */
  app(packages: readonly string[]): string
  remove(): void
}

export const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest

/** Packs what stands in `dist/`. */
export function pack(): Packed {
  const folder = mkdtempSync(join(tmpdir(), 'keyward-package-'))
  const args = ['pack', '--silent', '--ignore-scripts', '--json', '--pack-destination', folder]
  const [{ filename, files }] = JSON.parse(execFileSync('npm', args, { encoding: 'utf8' })) as [PackReport]
  const tarball = join(folder, filename)
  return {
    tarball,
    files: files.map(({ path }) => path),
    app: (packages) => install(tarball, mkdtempSync(join(folder, 'app-')), packages),
    remove: () => rmSync(folder, { recursive: true }),
  }
}

interface PackReport {
  readonly filename: string
  readonly files: readonly { readonly path: string }[]
}

/** Unpacks keyward and links the rest to this project's own copies: an import that is not declared then fails. */
function install(tarball: string, app: string, packages: readonly string[]): string {
  const modules = join(app, 'node_modules')
  mkdirSync(join(modules, 'keyward'), { recursive: true })
  execFileSync('tar', ['-xzf', tarball, '--strip-components=1', '-C', join(modules, 'keyward')])
  for (const name of [...Object.keys(manifest.dependencies), ...packages]) {
    mkdirSync(dirname(join(modules, name)), { recursive: true })
    symlinkSync(resolve('node_modules', name), join(modules, name))
  }
  return app
}
