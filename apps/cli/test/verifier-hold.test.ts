import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { EXIT } from '../src/exit-codes.ts'
import { makeTempDirectory, makeWorld, runCli } from './support/run-cli.ts'

const root = makeTempDirectory()
const world = join(root, 'world')
const since = '2026-01-01T00:00:00Z'
const says = ['--since', since, '--hours', '48', '--evidence', 'ab'.repeat(32)]

beforeAll(() => makeWorld(world), 60_000)
afterAll(() => rmSync(root, { recursive: true, force: true }))

const verifier = (...argv: readonly string[]) => runCli('--dir', world, 'verifier', ...argv)

it('a verifier is held on the command line by two people who say the same, and both are named', async () => {
  const proposed = await verifier('hold', 'verifier-a', ...says, '--as', 'anna')
  expect(proposed.stdout).toContain('verifier-a  PROPOSED  next: a second person')
  const alone = await verifier('confirm', 'verifier-a', ...says, '--as', 'anna')
  expect([alone.code, alone.stderr]).toEqual([
    EXIT.unauthorised,
    expect.stringContaining('verifier_hold_second_person_needed'),
  ])
  const held = await verifier('confirm', 'verifier-a', ...says, '--as', 'ben')
  expect(held.stdout).toContain('verifier-a  HELD  until ')
  const shown = await verifier('exposure', 'verifier-a', '--since', since)
  expect([shown.code, shown.stdout]).toEqual([
    EXIT.done,
    expect.stringContaining('by anna and ben'),
  ])
}, 60_000)
