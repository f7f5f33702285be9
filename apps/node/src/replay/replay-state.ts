import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { assert, type CampaignRule, parseMinor, unwrap } from '@evenkeel/kernel'
import { readOrCreateKeyFile, systemClock, systemRandom } from '@evenkeel/kernel/adapters'
import { normaliseAddress, startTableRoot } from '@evenkeel/kernel/allocation'
import { createReplayRule, type DropFacts } from './create-replay-rule.ts'
import { readJsonFile, writeJsonFile } from './json-file.ts'
import { readDrop } from './read-drop.ts'
import { ReplayError } from './replay-error.ts'
import { REPLAY_VERIFIER } from './replay-world.ts'

/** What a replay keeps of itself between its lives. */
export interface ReplayState {
  readonly facts: DropFacts
  readonly retries: number
  readonly rule: CampaignRule
  /** Seconds spent on preparing claims, in the life that finished it. */
  prepareSeconds: number
  /** Wall time of the first send. */
  firstSendAtMs?: number
  /** Wall time at which the last claim was seen settled. */
  endedAtMs?: number
}

/** A state with its place on the disk. */
export interface ReplayDirectory {
  readonly path: string
  readonly state: ReplayState
  /** 32 bytes from which everything random of this replay comes. */
  readonly secret: Uint8Array
  save(): void
}

/**
 * Opens the directory of a replay: begins one, or goes on with the one that is there. Throws ReplayError campaign_table_mismatch if that
 * one was of other rows or another number of retries.
 */
export async function openReplayDirectory(
  path: string,
  data: { readonly path: string; readonly limit: number; readonly retries: number },
): Promise<ReplayDirectory> {
  mkdirSync(path, { recursive: true, mode: 0o700 })
  const facts = await readFacts(data.path, data.limit)
  const file = join(path, 'replay.json')
  const secret = readOrCreateKeyFile(join(path, 'replay.key'), systemRandom)
  const state = readJsonFile<ReplayState>(file) ?? {
    facts,
    retries: data.retries,
    rule: createReplayRule(facts, REPLAY_VERIFIER, systemClock.nowMs()),
    prepareSeconds: 0,
  }
  if (state.facts.root !== facts.root || state.retries !== data.retries) {
    throw new ReplayError('campaign_table_mismatch', `${path} holds another replay`)
  }
  const save = (): void => writeJsonFile(file, state)
  save()
  return { path, state, secret, save }
}

/** Counts and adds up the rows and computes their root, in two passes and bounded memory. */
export async function readFacts(path: string, limit: number): Promise<DropFacts> {
  let claims = 0
  let total = 0n
  for await (const row of readDrop(path, limit)) {
    claims += 1
    total += BigInt(row.amountMinor)
  }
  const root = startTableRoot('uniswap-merkle', claims)
  for await (const row of readDrop(path, limit)) {
    const entry = normaliseAddress(row.account)
    assert(entry !== undefined, 'an address, as it was read')
    root.add([{ entry, amount: unwrap(parseMinor(row.amountMinor)) }])
  }
  return { claims, totalMinor: total.toString(), root: root.root() }
}
