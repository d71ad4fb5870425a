import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { expect } from 'playwright/test'
import { listAsar } from '../../tools/packaging/asar.mjs'
import { run } from '../cluster/processes.mjs'
import { test } from './test'

test('six fuses are set in the program that is shipped', async ({ world }) => {
  const wire = await getCurrentFuseWire(join(world.unpacked, 'wheelhouse'))
  const isOn = (fuse: FuseV1Options): boolean => wire[fuse] === FuseState.ENABLE
  expect({
    runAsNode: isOn(FuseV1Options.RunAsNode),
    nodeOptions: isOn(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
    nodeInspect: isOn(FuseV1Options.EnableNodeCliInspectArguments),
    fileProtocol: isOn(FuseV1Options.GrantFileProtocolExtraPrivileges),
    asarOnly: isOn(FuseV1Options.OnlyLoadAppFromAsar),
    asarIntegrity: isOn(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
  }).toEqual({
    runAsNode: false,
    nodeOptions: false,
    nodeInspect: false,
    fileProtocol: false,
    asarOnly: true,
    asarIntegrity: true,
  })
})

test('the app is its built files and nothing else', async ({ world }) => {
  const files = [...(await listAsar(join(world.unpacked, 'resources', 'app.asar'))).keys()]
  expect(files).toEqual(expect.arrayContaining(['package.json', 'out/main/main.cjs', 'out/preload/preload.cjs']))
  const foreign = files.filter((file) => !/^(package\.json|out\/(main|preload|renderer)\/.+)$/.test(file))
  expect(foreign).toEqual([])
  expect(files.filter((file) => /\.map$|\.spec\.|\.ts$/.test(file))).toEqual([])
})

test('helm lies beside it, and runs', async ({ world }) => {
  const helm = join(world.unpacked, 'resources', 'bin', 'helm')
  const { stdout } = await run(helm, ['version', '--template', '{{.Version}}'])
  expect(stdout).toMatch(/^v4\.\d+\.\d+/)
})

test('a runtime that is out of support is named, in the version and beside the program', ({ world }) => {
  const runtime = JSON.parse(readFileSync(join(world.unpacked, 'wheelhouse-runtime.json'), 'utf8')) as unknown
  expect(runtime).toMatchObject({ version: world.electronVersion })
  expect(world.version.endsWith('-dev')).toBe(!(runtime as { supported: boolean }).supported)
})

test('the .deb says what it is and needs, and everybody may read what is in it', async ({ world }) => {
  const field = async (name: string): Promise<string> => (await run('dpkg-deb', ['-f', world.deb, name])).stdout.trim()
  expect(await field('Package')).toBe('wheelhouse')
  expect(await field('Version')).toBe(world.version.replace('-', '~'))
  expect(await field('Depends')).toContain('libgtk-3-0 | libgtk-3-0t64')
  expect(Number(await field('Installed-Size'))).toBeGreaterThan(statSync(world.deb).size / 1024)
  const { stdout } = await run('dpkg-deb', ['-c', world.deb])
  const lines = stdout.trim().split('\n')
  expect(lines.filter((line) => !/^(d.{6}r.x|-.{6}r..)\s+root\/root\s/.test(line))).toEqual([])
  for (const path of [
    './opt/Wheelhouse/resources/bin/helm',
    './usr/share/applications/wheelhouse.desktop',
    './usr/share/icons/hicolor/256x256/apps/wheelhouse.png',
    './usr/share/doc/wheelhouse/copyright',
  ]) {
    expect(lines.some((line) => line.endsWith(` ${path}`))).toBe(true)
  }
})
