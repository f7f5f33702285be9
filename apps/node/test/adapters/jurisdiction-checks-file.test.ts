import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  brandId,
  type CampaignId,
  type CampaignRule,
  type CheckOverlay,
  canonicalJson,
  type EpochMs,
  type ReceiptId,
  unwrap,
} from '@evenkeel/kernel'
import { systemClock } from '@evenkeel/kernel/adapters'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openFilePlatform } from '../../src/adapters/file-platform.ts'
import { readJurisdictionChecks } from '../../src/adapters/jurisdiction-checks-file.ts'
import { announceDemo } from '../../src/demo/announce-demo.ts'
import { type JudgedPresentation, presentForCampaign } from '../../src/demo/claim-flow.ts'
import { demoCampaignRule, MEMBERSHIP_TYPE } from '../../src/demo/demo-campaign.ts'
import { seedDemo } from '../../src/demo/seed-demo.ts'
import { openWorld, type World } from '../../src/open-world.ts'
import { worldParties } from '../../src/world-config.ts'

function makeDirectory(checks?: unknown): string {
  const directory = mkdtempSync(join(tmpdir(), 'evenkeel-checks-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  const text = typeof checks === 'string' ? checks : JSON.stringify(checks)
  if (checks !== undefined) writeFileSync(join(directory, 'jurisdiction-checks.json'), text)
  return directory
}

/** A regulator on this machine: its URL, and what it was asked. */
async function openRegulator(answer: RequestListener) {
  const asked: string[] = []
  const server = createServer((request, response) => {
    request.setEncoding('utf8').on('data', (text: string) => asked.push(text))
    request.on('end', () => answer(request, response))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = () => {
    server.closeAllConnections()
    server.close()
  }
  onTestFinished(close)
  return { asked, close, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/ask` }
}

const campaignId = brandId<CampaignId>('placed-grant')
const overlay = (
  jurisdiction: string,
  check: string,
  whenLate: CheckOverlay['whenLate'],
): CheckOverlay => ({
  jurisdiction,
  effect: 'check',
  check,
  whenLate,
  budgetMs: 1_800,
  reason: 'Act 1',
})

function placedRule(now: EpochMs): CampaignRule {
  const rule = demoCampaignRule(now)
  return {
    ...rule,
    id: campaignId,
    policy: {
      ...rule.policy,
      id: 'placed',
      outputs: { jurisdiction: 'tier' },
      overlays: [
        overlay('XA', 'slow', 'accept_flagged'),
        overlay('XB', 'dead', 'hold'),
        overlay('XC', 'prompt', 'refuse'),
      ],
    },
  }
}

async function judgeFrom(world: World, place: string): Promise<JudgedPresentation> {
  const holder = world.the('holder').role
  const issued = unwrap(
    await world.the('issuer', 'issuer-strict').role.issueCredential({
      vct: MEMBERSHIP_TYPE,
      claims: { member_id: `m-${place}`, tier: place },
      disclose: ['member_id', 'tier'],
      holderJwk: await holder.createKey(),
      validForMs: 86_400_000,
    }),
  )
  unwrap(await holder.storeCredential(issued))
  return unwrap(
    await presentForCampaign(world, {
      campaignId,
      credentialId: issued.credentialId,
      verifier: 'verifier-a',
      payoutTarget: `purse-${place}`,
    }),
  )
}

/** The verdict behind a receipt, decided once more from its evidence. */
async function replayed(world: World, { receipt = '' }: JudgedPresentation) {
  const claims = Buffer.from(receipt.split('.')[1] ?? '', 'base64url').toString()
  const { id } = JSON.parse(claims) as { readonly id: ReceiptId }
  const replay = await world.the('verifier', 'verifier-a').role.replayReceipt(id)
  return 'verdict' in replay ? canonicalJson(replay.verdict) : replay.kind
}

it('a regulator that is slow or down gets for its place what the rule says, within its time, and no other place waits', async () => {
  const slow = await openRegulator(() => undefined)
  const dead = await openRegulator(() => undefined)
  dead.close()
  const prompt = await openRegulator((_request, response) => response.end('{"answer":"clear"}'))
  const root = makeDirectory({ slow: slow.url, dead: dead.url, prompt: prompt.url })
  const platform = openFilePlatform({ directory: root, parties: worldParties })
  onTestFinished(() => platform.close())
  const world = await openWorld(platform)
  await seedDemo(world, platform)
  const { role: distributor, ports } = world.the('distributor')
  unwrap(await announceDemo(distributor, placedRule(ports.clock.nowMs())))
  await world.quiesce()

  // It never answers, so only its budget can end the wait.
  let isSlowDone = false
  const waiting = judgeFrom(world, 'XA').finally(() => {
    isSlowDone = true
  })
  const others = [
    await judgeFrom(world, 'XB'),
    await judgeFrom(world, 'XC'),
    await judgeFrom(world, 'XD'),
  ]
  expect(isSlowDone).toBe(false)
  const judged = [await waiting, ...others]
  expect(
    judged.map(({ verdict: { outcome, reason, degradations } }) => [
      outcome,
      reason,
      ...degradations.filter((each) => each.includes('jurisdiction')),
    ]),
  ).toEqual([
    ['accepted', undefined, 'accepted_without_jurisdiction_check'],
    ['undetermined', 'jurisdiction_check_unanswered'],
    ['accepted', undefined],
    ['accepted', undefined],
  ])
  expect(prompt.asked.map((text) => JSON.parse(text))).toMatchObject([
    { jurisdiction: 'XC', policyId: 'placed', outputs: { jurisdiction: 'XC' } },
  ])
  for (const one of judged) expect(await replayed(world, one)).toBe(canonicalJson(one.verdict))
})

describe('the file that says whom verifiers ask', () => {
  it('may be absent, and then nobody is asked', () => {
    const { checks, close } = readJurisdictionChecks(makeDirectory())
    expect(checks).toEqual({})
    close()
  })

  it.each<readonly [why: string, text: string]>([
    ['is no JSON', '{'],
    ['has something else than addresses', '{"screening":{"url":"https://a.example"}}'],
    ['has a name that no rule can name', '{"Screening":"https://a.example/ask"}'],
    ['has a check without a protocol', '{"screening":"a.example/ask"}'],
    ['asks over a line that others read', '{"screening":"http://10.0.0.5/ask"}'],
    ['has a password in an address', '{"screening":"https://me:secret@a.example/ask"}'],
  ])('opens no world if it %s', (_, text) => {
    expect(() => readJurisdictionChecks(makeDirectory(text))).toThrow('jurisdiction-checks.json')
  })

  it('may name a host in the operator’s own network, whose certificate counts as everywhere', async () => {
    const reached: string[] = []
    const gateway = createTcpServer((socket) => {
      reached.push('gateway')
      socket.end('no certificate')
    })
    await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void gateway.close())
    const { port } = gateway.address() as AddressInfo
    const { checks, close } = readJurisdictionChecks(
      makeDirectory({ screening: `https://screening.internal:${port}/ask` }),
      async () => ['127.0.0.1'],
    )
    const question = { jurisdiction: 'XA', policyId: 'p', handle: 'h' as never, outputs: {} }
    const deadlineMs = systemClock.monotonicMs() + 5_000
    expect(await checks.screening?.ask(question, deadlineMs)).toBe('unknown')
    expect(reached).toEqual(['gateway'])
    close()
  })
})
