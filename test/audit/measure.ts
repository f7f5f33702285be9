import { execFile } from 'node:child_process'
import { createWriteStream, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import type { AuditReport } from '@evenkeel/kernel/audit'
import { repoRoot } from '../repo.ts'
import { madeUpBundle, playForMany } from './support/make-up-bundle.ts'
import { equalShares } from './support/plans.ts'
import { playCampaign } from './support/play-campaign.ts'

const USAGE = `usage: npm run audit:measure -- [--claims <n>] [--made-up]

Plays a campaign of so many claims (10,000) with the real distributor, ledger, log and witness, writes its bundle, and has it recomputed by a process
of its own that imports only the kernel. With --made-up one claim is played and the others are only written. Prints one JSON object.
`
/** Told to the auditor's process, so that it says at its end how much memory it had; the auditor itself is as others run it. */
const SAY_MEMORY = `data:text/javascript,process.on('exit',()=>console.error(process.resourceUsage().maxRSS))`

interface Audited {
  readonly code: number
  readonly stdout: string
  readonly rssMib: number
}

function audit(campaign: string, bundle: string, trust: string): Promise<Audited> {
  const main = join(repoRoot, 'examples/auditor/src/main.ts')
  const argv = ['--import', SAY_MEMORY, main]
  argv.push('--campaign', campaign, '--bundle', bundle, '--trust', trust)
  return new Promise((resolve) => {
    execFile(process.execPath, argv, { maxBuffer: 1 << 24 }, (error, stdout, stderr) => {
      const kib = Number(stderr.trim().split('\n').at(-1))
      const code = error === null ? 0 : Number(error.code)
      resolve({ code, stdout, rssMib: Math.round(kib / 1_024) })
    })
  })
}

async function measure(claims: number, isMadeUp: boolean): Promise<boolean> {
  const directory = mkdtempSync(join(tmpdir(), 'evenkeel-audit-'))
  try {
    const startMs = performance.now()
    const played = await (isMadeUp ? playForMany(claims) : playCampaign(equalShares(claims)))
    const [bundle, trust] = [join(directory, 'bundle'), join(directory, 'trust.json')]
    writeFileSync(trust, JSON.stringify(played.world.trust))
    if (isMadeUp) {
      const text = Readable.from(withLineFeeds(madeUpBundle(played, claims)))
      await pipeline(text, createWriteStream(bundle))
    } else writeFileSync(bundle, await played.bundle())
    await played.world.close()
    const writtenMs = performance.now()
    const { code, stdout, rssMib } = await audit(played.campaignId, bundle, trust)
    const seconds = (ms: number): number => Math.round(ms / 100) / 10
    const said = JSON.parse(stdout) as Partial<AuditReport>
    const result = {
      claims,
      madeUp: isMadeUp,
      bytes: statSync(bundle).size,
      playedS: seconds(writtenMs - startMs),
      seconds: seconds(performance.now() - writtenMs),
      rssMib,
      checks: said.checks ?? {},
      differences: code === 0 ? [] : [said],
    }
    process.stdout.write(`${JSON.stringify(result)}\n`)
    return code === 0
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

async function* withLineFeeds(lines: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const line of lines) yield `${line}\n`
}

const { values } = parseArgs({
  options: { claims: { type: 'string' }, 'made-up': { type: 'boolean' } },
})
const claims = Number(values.claims ?? '10000')
if (!Number.isSafeInteger(claims) || claims < 1) {
  process.stderr.write(USAGE)
  process.exitCode = 2
} else if (!(await measure(claims, values['made-up'] === true))) process.exitCode = 9
